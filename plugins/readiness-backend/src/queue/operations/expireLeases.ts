import { Knex } from 'knex';
import { QueueRow } from '../../database/tables';
import { nowPlus } from '../../database/time';
import { deadAt } from '../deadAt';
import { whereLocked } from './whereLocked';

/** What is shown of a run whose worker was never heard of again. */
export const LOST_MESSAGE =
  'The backend that audited it stopped before the audit had ended';

/**
 * Takes back tickets whose lease has ended; the entities are due at once. It counts as a failed attempt: a source that
 * kills every process that reads it must not do so for ever.
 */
export async function expireLeases(options: {
  knex: Knex;
  maxAttempts: number;
}): Promise<number> {
  const { knex, maxAttempts } = options;
  return knex<QueueRow>('queue')
    .modify(statement =>
      whereLocked(knex, statement, query =>
        query
          .whereNotNull('ticket')
          .where('next_audit_at', '<=', nowPlus(knex)),
      ),
    )
    .update({
      ticket: null,
      started_at: null,
      requested_at: null,
      attempts: knex.raw('attempts + 1'),
      last_error: LOST_MESSAGE,
      last_error_at: nowPlus(knex),
      dead_at: deadAt(knex, maxAttempts),
    });
}
