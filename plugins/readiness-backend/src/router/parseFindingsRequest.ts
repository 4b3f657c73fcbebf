import { InputError } from '@backstage/errors';
import { DateTime } from 'luxon';
import { PagePosition } from '../database/paging/PagePosition';
import { findingsCursor } from '../ledger/database/operations/findings/cursor';
import { FindingsQuery } from '../ledger/database/operations/findings/findingsQuery';
import { FindingsParameters } from './endpoints';

const DEFAULT_LIMIT = 50;

/** What the parameters of the list of findings ask for. With a cursor, filters and order come from it. */
export function parseFindingsRequest(parameters: FindingsParameters): {
  query: FindingsQuery;
  position?: PagePosition;
  limit: number;
} {
  const {
    limit = DEFAULT_LIMIT,
    cursor,
    orderBy = 'severity',
    order = 'asc',
    newSince,
    ...filter
  } = parameters;
  if (cursor !== undefined) {
    return { ...findingsCursor.decode(cursor), limit };
  }
  return {
    query: {
      filter: {
        ...filter,
        ...(newSince !== undefined && { newSince: instant(newSince) }),
      },
      orderBy,
      order,
    },
    limit,
  };
}

/** In the form that cursors hold. */
function instant(text: string): string {
  const time = DateTime.fromISO(text, { zone: 'utc' });
  if (!time.isValid || time.year < 1970 || time.year > 9999) {
    throw new InputError('Invalid parameter "newSince": not a time');
  }
  return time.toISO();
}
