import { Knex } from 'knex';
import { QueueRow } from '../../database/tables';
import { nowPlus } from '../../database/time';
import { AuditRun } from '../AuditRun';

/** Gives the ticket back unused: the entity is due at once, for whoever comes next. */
export async function handBackRun(options: {
  knex: Knex;
  run: AuditRun;
}): Promise<void> {
  const { knex, run } = options;
  await knex<QueueRow>('queue')
    .where({ entity_ref: run.entityRef, ticket: run.ticket })
    .update({
      ticket: null,
      started_at: null,
      requested_at: null,
      next_audit_at: nowPlus(knex),
    });
}
