import { Knex } from 'knex';
import { QueueRow } from '../../database/tables';
import { nowPlus } from '../../database/time';
import { AuditRun } from '../AuditRun';
import { PRIORITY } from '../priorities';

/**
 * Gives the ticket back after a good run; the next one is due after the interval, or at once when somebody asked for
 * another in the meantime. `false`: the ticket is no longer valid and nothing may be written.
 *
 * Comes first in the transaction that writes the results: the row stays locked, so the ticket cannot be lost halfway.
 */
export async function completeRun(options: {
  tx: Knex;
  run: AuditRun;
  nextInSeconds: number;
}): Promise<boolean> {
  const { tx, run, nextInSeconds } = options;
  const completed = await tx<QueueRow>('queue')
    .where({ entity_ref: run.entityRef, ticket: run.ticket })
    .update({
      ticket: null,
      started_at: null,
      requested_at: null,
      attempts: 0,
      last_error: null,
      last_error_at: null,
      next_audit_at: tx.raw(
        'CASE WHEN requested_at IS NULL THEN ? ELSE ? END',
        [nowPlus(tx, nextInSeconds), nowPlus(tx)],
      ),
      priority: tx.raw(
        `CASE WHEN requested_at IS NULL THEN ${PRIORITY.scheduled} ELSE priority END`,
      ),
    });
  return completed > 0;
}
