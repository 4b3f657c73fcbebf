import { Knex } from 'knex';
import { isPostgres } from './time';

/**
 * Locks the rows of a query until the end of its transaction and leaves out those that another transaction holds.
 * SQLite has one writer, hence nothing to lock.
 */
export function lockFreeRows(knex: Knex, query: Knex.QueryBuilder): void {
  if (isPostgres(knex)) {
    query.forUpdate().skipLocked();
  }
}

/** Locks the rows of a query, after waiting for whoever holds them. */
export function lockRows(knex: Knex, query: Knex.QueryBuilder): void {
  if (isPostgres(knex)) {
    query.forUpdate();
  }
}
