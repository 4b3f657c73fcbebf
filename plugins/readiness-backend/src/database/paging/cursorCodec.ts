import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { PagePosition } from './PagePosition';

/** A text as PostgreSQL accepts it: without the character 0. */
export const cursorText = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine(value => !value.includes('\0'));

/** Several values of one filter. */
export const cursorTexts = z.array(cursorText(500)).max(100).optional();

/** A time as cursors hold it. */
export const cursorTime = z.iso.datetime({ precision: 3 });

const positionSchema = z.strictObject({
  direction: z.enum(['next', 'prev']),
  value: z.union([cursorText(1000), z.number(), z.null()]),
  key: cursorText(1000),
});

/** A place in a list, with the filters and order that it belongs to. */
export interface Cursor<TQuery> {
  query: TQuery;
  position: PagePosition;
}

/**
 * Turns places of a list into opaque texts and back. A cursor grants nothing: permissions are decided anew for every
 * page.
 */
export function createCursorCodec<TQuery>(options: {
  query: z.ZodType<TQuery>;
  /** Whether a value can stand in the order column; never asked about empty ones. */
  fits: (query: TQuery, value: string | number) => boolean;
  /** The order column is never empty. */
  filled?: boolean;
}): {
  encode(cursor: Cursor<TQuery>): string;
  /** @throws InputError for anything that `encode` did not make. */
  decode(text: string): Cursor<TQuery>;
} {
  const schema = z.strictObject({
    query: options.query,
    position: positionSchema,
  });
  return {
    encode: cursor => Buffer.from(JSON.stringify(cursor)).toString('base64url'),
    decode(text) {
      try {
        const { query, position } = schema.parse(
          JSON.parse(Buffer.from(text, 'base64url').toString('utf8')),
        );
        if (
          position.value === null
            ? options.filled
            : !options.fits(query, position.value)
        ) {
          throw new Error('The value does not fit the order');
        }
        return { query, position };
      } catch {
        throw new InputError(
          'Invalid parameter "cursor": not a cursor of this list',
        );
      }
    },
  };
}
