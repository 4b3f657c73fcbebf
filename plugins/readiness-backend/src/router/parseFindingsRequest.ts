import { PagePosition } from '../database/paging/PagePosition';
import { findingsCursor } from '../ledger/database/operations/findings/cursor';
import { FindingsQuery } from '../ledger/database/operations/findings/findingsQuery';
import { FindingsParameters } from './endpoints';
import { parseInstant } from './parseInstant';

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
        ...(newSince !== undefined && {
          newSince: parseInstant('newSince', newSince),
        }),
      },
      orderBy,
      order,
    },
    limit,
  };
}
