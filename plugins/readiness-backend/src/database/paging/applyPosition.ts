import { Knex } from 'knex';
import { PagePosition } from './PagePosition';

/**
 * Orders a query by a column, empty values last, and by its key where they are equal, and starts it at a position.
 * A page before a position is read backwards; the caller turns it round.
 */
export function applyPosition(
  query: Knex.QueryBuilder,
  options: {
    column: string;
    /** Unique column. */
    key: string;
    order: 'asc' | 'desc';
    position?: PagePosition;
    /** The column always has a value: then rows are compared as a whole, which an index answers at any depth. */
    filled?: boolean;
  },
): void {
  if (options.filled) {
    applyToFilled(query, options);
    return;
  }
  const { column, key, order, position } = options;
  const backwards = position?.direction === 'prev';
  const ascending = (order === 'asc') !== backwards;

  // Not `orderBy` with `nulls`: knex makes an order of its own of that on SQLite.
  query.orderByRaw(
    `?? ${ascending ? 'ASC' : 'DESC'} NULLS ${
      backwards ? 'FIRST' : 'LAST'
    }, ?? ${backwards ? 'DESC' : 'ASC'}`,
    [column, key],
  );
  if (!position) {
    return;
  }

  const { value } = position;
  const keyBeyond = backwards ? '<' : '>';
  query.andWhere(beyond => {
    if (value === null) {
      beyond.where(same =>
        same.whereNull(column).where(key, keyBeyond, position.key),
      );
    } else {
      beyond
        .where(column, ascending ? '>' : '<', value)
        .orWhere(same =>
          same.where(column, value).where(key, keyBeyond, position.key),
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

/** Column and key in the same direction. */
function applyToFilled(
  query: Knex.QueryBuilder,
  options: {
    column: string;
    key: string;
    order: 'asc' | 'desc';
    position?: PagePosition;
  },
): void {
  const { column, key, order, position } = options;
  const ascending = (order === 'asc') !== (position?.direction === 'prev');
  const direction = ascending ? 'ASC' : 'DESC';
  query.orderByRaw(`?? ${direction}, ?? ${direction}`, [column, key]);
  if (position) {
    query.whereRaw(`(??, ??) ${ascending ? '>' : '<'} (?, ?)`, [
      column,
      key,
      position.value,
      position.key,
    ]);
  }
}
