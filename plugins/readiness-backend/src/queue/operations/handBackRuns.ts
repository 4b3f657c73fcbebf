import { Knex } from 'knex';
import { QueueRow } from '../../database/tables';
import { nowPlus } from '../../database/time';
import { whereIn } from '../../database/whereIn';
import { AuditRun } from '../AuditRun';
import { whereLocked } from './whereLocked';

/** Gives tickets back unused: the entities are due at once, for whoever comes next. */
export async function handBackRuns(options: {
  knex: Knex;
  /** Of one ticket. */
  runs: readonly AuditRun[];
}): Promise<void> {
  const { knex, runs } = options;
  await knex<QueueRow>('queue')
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
    .update({
      ticket: null,
      started_at: null,
      requested_at: null,
      next_audit_at: nowPlus(knex),
    });
}
