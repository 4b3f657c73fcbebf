import { Knex } from 'knex';
import { isPostgres } from './time';

/**
 * `column IN values` for any number of values: PostgreSQL gets one array instead of one parameter a value. Callers
 * keep lists below 1,000 for SQLite.
 */
export function whereIn(
  knex: Knex,
  query: Knex.QueryBuilder,
  column: string | Knex.Raw,
  values: readonly string[],
): void {
  const left = typeof column === 'string' ? knex.raw('??', [column]) : column;
  if (values.length === 1) {
    // Only so an index over this column and an order gives the order.
    query.whereRaw('? = ?', [left, values[0]]);
  } else if (isPostgres(knex)) {
    query.whereRaw('? = ANY(?::text[])', [left, [...values]]);
  } else {
    const marks = values.map(() => '?').join(', ');
    query.whereRaw(`? IN (${marks})`, [left, ...values]);
  }
}
