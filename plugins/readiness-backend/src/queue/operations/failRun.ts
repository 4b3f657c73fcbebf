import { Knex } from 'knex';
import { QueueRow } from '../../database/tables';
import { nowPlus } from '../../database/time';
import { AuditRun } from '../AuditRun';
import { deadAt } from '../deadAt';
import { PRIORITY } from '../priorities';

const LONGEST_MESSAGE = 2000;

/**
 * Gives the ticket back with an error. Another run is due later, at once when somebody asked for it meanwhile, or only
 * when somebody asks for it after the last attempt.
 */
export async function failRun(options: {
  knex: Knex;
  run: AuditRun;
  message: string;
  retryInSeconds: number;
  maxAttempts: number;
}): Promise<void> {
  const { knex, run, message, retryInSeconds, maxAttempts } = options;
  await knex<QueueRow>('queue')
    .where({ entity_ref: run.entityRef, ticket: run.ticket })
    .update({
      ticket: null,
      started_at: null,
      requested_at: null,
      attempts: knex.raw('attempts + 1'),
      // PostgreSQL refuses the character 0 in texts.
      last_error: message.replaceAll('\0', '').slice(0, LONGEST_MESSAGE),
      last_error_at: nowPlus(knex),
      dead_at: deadAt(knex, maxAttempts),
      next_audit_at: knex.raw(
        'CASE WHEN requested_at IS NULL THEN ? ELSE ? END',
        [nowPlus(knex, retryInSeconds), nowPlus(knex)],
      ),
      priority: knex.raw(
        `CASE WHEN requested_at IS NULL THEN ${PRIORITY.scheduled} ELSE priority END`,
      ),
    });
}
