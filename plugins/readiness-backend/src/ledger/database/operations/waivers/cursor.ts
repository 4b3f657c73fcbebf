import { WaiversFilter } from '@readiness/plugin-readiness-common';
import { z } from 'zod';
import {
  createCursorCodec,
  cursorTexts,
  cursorTime,
} from '../../../../database/paging/cursorCodec';

const query: z.ZodType<{ filter: WaiversFilter }> = z.strictObject({
  filter: z.strictObject({
    entity: cursorTexts,
    kind: z
      .array(z.enum(['accepted-risk', 'false-positive', 'exemption']))
      .max(100)
      .optional(),
    status: z
      .array(z.enum(['pending', 'active', 'lapsed', 'withdrawn', 'rejected']))
      .max(100)
      .optional(),
    check: cursorTexts,
    expiresBefore: cursorTime.optional(),
  }),
});

/** Cursors of the list of waivers. It is ordered by time, which is never empty. */
export const waiversCursor = createCursorCodec({
  query,
  fits: (_, value) => cursorTime.safeParse(value).success,
  filled: true,
});
