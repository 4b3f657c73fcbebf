import { ServiceOrderField } from '@readiness/plugin-readiness-common';
import { z } from 'zod';
import {
  createCursorCodec,
  cursorText,
  cursorTexts,
  cursorTime,
} from '../../../../database/paging/cursorCodec';
import { ServicesQuery } from './servicesQuery';

const TEXT_FIELDS = ['title', 'owner'];
const NUMBER_FIELDS = ['score', 'gap', 'level', 'findings'];

/** Whether the services list can be ordered by it. */
export function isOrderField(value: string): value is ServiceOrderField {
  return (
    [...TEXT_FIELDS, ...NUMBER_FIELDS, 'auditedAt'].includes(value) ||
    /^area:.{1,200}$/.test(value)
  );
}

const query: z.ZodType<ServicesQuery> = z.strictObject({
  filter: z.strictObject({
    owner: cursorTexts,
    kind: cursorTexts,
    type: cursorTexts,
    system: cursorTexts,
    lifecycle: cursorTexts,
    level: cursorTexts,
    state: cursorTexts,
    area: cursorText(500).optional(),
    text: cursorText(500).optional(),
  }),
  orderBy: z.custom<ServiceOrderField>(
    value => typeof value === 'string' && isOrderField(value),
  ),
  order: z.enum(['asc', 'desc']),
});

/** Cursors of the services list. */
export const servicesCursor = createCursorCodec({
  query,
  fits: ({ orderBy }, value) => {
    if (TEXT_FIELDS.includes(orderBy)) {
      return typeof value === 'string';
    }
    return orderBy === 'auditedAt'
      ? cursorTime.safeParse(value).success
      : typeof value === 'number';
  },
});
