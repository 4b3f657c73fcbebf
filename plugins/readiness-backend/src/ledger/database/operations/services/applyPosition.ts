import { Knex } from 'knex';
import { PagePosition } from './servicesQuery';

/**
 * Orders a query by a column, empty values last, and by reference where they are equal, and starts it at a position.
 * A page before a position is read backwards; the caller turns it round.
 */
export function applyPosition(
  query: Knex.QueryBuilder,
  options: {
    column: string;
    order: 'asc' | 'desc';
    position?: PagePosition;
  },
): void {
  const { column, order, position } = options;
  const ref = 'entities.entity_ref';
  const backwards = position?.direction === 'prev';
  const ascending = (order === 'asc') !== backwards;

  // Not `orderBy` with `nulls`: knex makes an order of its own of that on SQLite.
  query.orderByRaw(
    `?? ${ascending ? 'ASC' : 'DESC'} NULLS ${
      backwards ? 'FIRST' : 'LAST'
    }, ?? ${backwards ? 'DESC' : 'ASC'}`,
    [column, ref],
  );
  if (!position) {
    return;
  }

  const { value, entityRef } = position;
  const refBeyond = backwards ? '<' : '>';
  query.andWhere(beyond => {
    if (value === null) {
      beyond.where(same =>
        same.whereNull(column).where(ref, refBeyond, entityRef),
      );
    } else {
      beyond
        .where(column, ascending ? '>' : '<', value)
        .orWhere(same =>
          same.where(column, value).where(ref, refBeyond, entityRef),
        );
    }
    // Rows without a value stand behind all others.
    if (value === null && backwards) {
      beyond.orWhereNotNull(column);
    } else if (value !== null && !backwards) {
      beyond.orWhereNull(column);
    }
  });
}
