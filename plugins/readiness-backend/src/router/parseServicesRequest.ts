import { InputError } from '@backstage/errors';
import { PagePosition } from '../database/paging/PagePosition';
import {
  isOrderField,
  servicesCursor,
} from '../ledger/database/operations/services/cursor';
import { ServicesQuery } from '../ledger/database/operations/services/servicesQuery';
import { ServicesParameters } from './endpoints';

const DEFAULT_LIMIT = 50;

/** What the parameters of the services list ask for. With a cursor, filters and order come from it. */
export function parseServicesRequest(parameters: ServicesParameters): {
  query: ServicesQuery;
  position?: PagePosition;
  limit: number;
} {
  const {
    limit = DEFAULT_LIMIT,
    cursor,
    orderBy = 'score',
    order = 'asc',
    ...filter
  } = parameters;
  if (cursor !== undefined) {
    return { ...servicesCursor.decode(cursor), limit };
  }
  if (!isOrderField(orderBy)) {
    throw new InputError(
      `Invalid parameter "orderBy": the list cannot be ordered by "${orderBy}"`,
    );
  }
  return { query: { filter, orderBy, order }, limit };
}
