import { FINDING_STATES, SEVERITIES } from '@readiness/plugin-readiness-common';
import { z } from 'zod';
import {
  createCursorCodec,
  cursorText,
  cursorTexts,
  cursorTime,
} from '../../../../database/paging/cursorCodec';
import { FindingsQuery } from './findingsQuery';

const oneOf = <T extends string>(values: readonly T[]) =>
  z.array(z.enum(values)).max(100).optional();

const query: z.ZodType<FindingsQuery> = z.strictObject({
  filter: z.strictObject({
    entity: cursorTexts,
    owner: cursorTexts,
    system: cursorTexts,
    kind: cursorTexts,
    severity: oneOf(SEVERITIES),
    confidence: oneOf(['certain', 'likely', 'plausible'] as const),
    area: cursorTexts,
    check: cursorTexts,
    phase: cursorTexts,
    state: oneOf(FINDING_STATES),
    assignee: cursorTexts,
    overdue: z.boolean().optional(),
    unowned: z.boolean().optional(),
    inherited: z.boolean().optional(),
    newSince: cursorTime.optional(),
    text: cursorText(500).optional(),
  }),
  orderBy: z.enum(['severity', 'dueAt', 'firstSeenAt']),
  order: z.enum(['asc', 'desc']),
});

/** Cursors of the list of findings. */
export const findingsCursor = createCursorCodec({
  query,
  fits: ({ orderBy }, value) =>
    orderBy === 'severity'
      ? [0, 1, 2, 3].includes(value as number)
      : cursorTime.safeParse(value).success,
});
