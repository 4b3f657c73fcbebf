import { Knex } from 'knex';
import { QueueRow } from '../../database/tables';
import { nowPlus } from '../../database/time';
import { AuditRun } from '../AuditRun';

/** Pushes the end of the lease forward. `false`: the ticket is no longer valid and the work is in vain. */
export async function renewLease(options: {
  knex: Knex;
  run: AuditRun;
  leaseSeconds: number;
}): Promise<boolean> {
  const { knex, run, leaseSeconds } = options;
  const renewed = await knex<QueueRow>('queue')
    .where({ entity_ref: run.entityRef, ticket: run.ticket })
    .update({ next_audit_at: nowPlus(knex, leaseSeconds) });
  return renewed > 0;
}
