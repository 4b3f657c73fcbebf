import { Knex } from 'knex';
import { QueueRow } from '../../database/tables';
import { nowPlus } from '../../database/time';
import { AuditRun } from '../AuditRun';
import { PRIORITY } from '../priorities';

const LONGEST_MESSAGE = 2000;

/** Gives the ticket back with an error. Another run is due later, or at once when somebody asked for it meanwhile. */
export async function failRun(options: {
  knex: Knex;
  run: AuditRun;
  message: string;
  retryInSeconds: number;
}): Promise<void> {
  const { knex, run, message, retryInSeconds } = options;
  await knex<QueueRow>('queue')
    .where({ entity_ref: run.entityRef, ticket: run.ticket })
    .update({
      ticket: null,
      started_at: null,
      requested_at: null,
      attempts: run.attempts + 1,
      // PostgreSQL refuses the character 0 in texts.
      last_error: message.replaceAll('\0', '').slice(0, LONGEST_MESSAGE),
      last_error_at: nowPlus(knex),
      next_audit_at: knex.raw(
        'CASE WHEN requested_at IS NULL THEN ? ELSE ? END',
        [nowPlus(knex, retryInSeconds), nowPlus(knex)],
      ),
      priority: knex.raw(
        `CASE WHEN requested_at IS NULL THEN ${PRIORITY.scheduled} ELSE priority END`,
      ),
    });
}
