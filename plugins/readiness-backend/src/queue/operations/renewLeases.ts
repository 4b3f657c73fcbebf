import { Knex } from 'knex';
import { QueueRow } from '../../database/tables';
import { nowPlus } from '../../database/time';
import { whereIn } from '../../database/whereIn';
import { AuditRun } from '../AuditRun';
import { whereLocked } from './whereLocked';

/**
 * Pushes the ends of leases forward.
 *
 * @returns those whose tickets are still valid; work on the others is in vain.
 */
export async function renewLeases(options: {
  knex: Knex;
  /** Of one ticket. */
  runs: readonly AuditRun[];
  leaseSeconds: number;
}): Promise<AuditRun[]> {
  const { knex, runs, leaseSeconds } = options;
  const renewed = await knex<QueueRow>('queue')
    .modify(statement =>
      whereLocked(knex, statement, query => {
        query.where({ ticket: runs[0].ticket });
        whereIn(
          knex,
          query,
          'entity_ref',
          runs.map(({ entityRef }) => entityRef),
        );
      }),
    )
    .update({ next_audit_at: nowPlus(knex, leaseSeconds) })
    .returning('entity_ref');
  const refs = new Set(renewed.map(row => row.entity_ref));
  return runs.filter(({ entityRef }) => refs.has(entityRef));
}
