import { Knex } from 'knex';
import { isPostgres } from '../../database/time';

/**
 * Narrows a statement that changes rows of the queue to those that meet a condition, and locks them in the order of
 * their references first: two statements that change some of the same rows would otherwise wait for each other.
 */
export function whereLocked(
  knex: Knex,
  statement: Knex.QueryBuilder,
  condition: (query: Knex.QueryBuilder) => void,
): void {
  if (isPostgres(knex)) {
    statement.whereIn(
      'entity_ref',
      knex('queue')
        .modify(condition)
        .orderBy('entity_ref')
        .forUpdate()
        .select('entity_ref'),
    );
  } else {
    statement.modify(condition);
  }
}
