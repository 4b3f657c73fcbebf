import { Knex } from 'knex';
import { QueueRow } from '../../database/tables';
import { isPostgres, nowPlus } from '../../database/time';

/**
 * Takes back the tickets of an earlier process. Only on SQLite, where this process is alone; on PostgreSQL the
 * holders may be alive, and the ends of their leases decide.
 */
export async function releaseTickets(options: { knex: Knex }): Promise<number> {
  const { knex } = options;
  if (isPostgres(knex)) {
    return 0;
  }
  return knex<QueueRow>('queue')
    .whereNotNull('ticket')
    .update({
      ticket: null,
      started_at: null,
      requested_at: null,
      next_audit_at: nowPlus(knex),
    });
}
