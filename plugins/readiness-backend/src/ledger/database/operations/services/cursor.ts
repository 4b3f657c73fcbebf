import { InputError } from '@backstage/errors';
import { ServiceOrderField } from '@readiness/plugin-readiness-common';
import { z } from 'zod';
import { PagePosition, ServicesQuery } from './servicesQuery';

/** PostgreSQL refuses the character 0 in texts. */
const text = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine(value => !value.includes('\0'));
const texts = z.array(text(500)).max(100).optional();

const schema = z.strictObject({
  query: z.strictObject({
    filter: z.strictObject({
      owner: texts,
      kind: texts,
      type: texts,
      system: texts,
      lifecycle: texts,
      level: texts,
      state: texts,
      area: text(500).optional(),
      text: text(500).optional(),
    }),
    orderBy: z.custom<ServiceOrderField>(
      value => typeof value === 'string' && isOrderField(value),
    ),
    order: z.enum(['asc', 'desc']),
  }),
  position: z.strictObject({
    direction: z.enum(['next', 'prev']),
    value: z.union([text(1000), z.number(), z.null()]),
    entityRef: text(1000),
  }),
});

const TEXT_FIELDS = ['title', 'owner'];
const NUMBER_FIELDS = ['score', 'gap', 'level', 'findings'];

/** Whether the services list can be ordered by it. */
export function isOrderField(value: string): value is ServiceOrderField {
  return (
    [...TEXT_FIELDS, ...NUMBER_FIELDS, 'auditedAt'].includes(value) ||
    /^area:.{1,200}$/.test(value)
  );
}

/** A page as an opaque text. It grants nothing: permissions are decided anew for every page. */
export function encodeCursor(cursor: {
  query: ServicesQuery;
  position: PagePosition;
}): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws InputError for anything that `encodeCursor` did not make. */
export function decodeCursor(cursorText: string): {
  query: ServicesQuery;
  position: PagePosition;
} {
  try {
    const cursor = schema.parse(
      JSON.parse(Buffer.from(cursorText, 'base64url').toString('utf8')),
    );
    if (!fits(cursor.query.orderBy, cursor.position.value)) {
      throw new Error('The value does not fit the order');
    }
    return cursor;
  } catch {
    throw new InputError(
      'Invalid parameter "cursor": not a cursor of this list',
    );
  }
}

function fits(
  orderBy: ServiceOrderField,
  value: PagePosition['value'],
): boolean {
  if (value === null) {
    return true;
  }
  if (TEXT_FIELDS.includes(orderBy)) {
    return typeof value === 'string';
  }
  if (orderBy === 'auditedAt') {
    return z.iso.datetime({ precision: 3 }).safeParse(value).success;
  }
  return typeof value === 'number';
}
