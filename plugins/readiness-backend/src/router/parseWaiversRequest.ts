import {
  WaiversFilter,
  WaiversRequest,
} from '@readiness/plugin-readiness-common';
import { PagePosition } from '../database/paging/PagePosition';
import { waiversCursor } from '../ledger/database/operations/waivers/cursor';
import { parseInstant } from './parseInstant';

const DEFAULT_LIMIT = 50;

/** What the parameters of the list of waivers ask for. With a cursor, filters come from it. */
export function parseWaiversRequest(parameters: WaiversRequest): {
  filter: WaiversFilter;
  position?: PagePosition;
  limit: number;
} {
  const {
    limit = DEFAULT_LIMIT,
    cursor,
    expiresBefore,
    ...filter
  } = parameters;
  if (cursor !== undefined) {
    const { query, position } = waiversCursor.decode(cursor);
    return { ...query, position, limit };
  }
  return {
    filter: {
      ...filter,
      ...(expiresBefore !== undefined && {
        expiresBefore: parseInstant('expiresBefore', expiresBefore),
      }),
    },
    limit,
  };
}
