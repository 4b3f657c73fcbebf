import { z } from 'zod';
import { createCursorCodec } from '../../../../database/paging/cursorCodec';

/** Cursors of the list of scorecards. */
export const scorecardsCursor = createCursorCodec({
  query: z.strictObject({ by: z.enum(['owner', 'system']) }),
  fits: (_, value) => typeof value === 'string',
  filled: true,
});
