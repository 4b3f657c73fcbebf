import { Knex } from 'knex';
import { AuditRow } from '../../../../database/tables';
import { nowPlus } from '../../../../database/time';
import { whereIn } from '../../../../database/whereIn';
import {
  CompletedRun,
  completeRuns,
} from '../../../../queue/operations/completeRuns';

/**
 * Remembers that the sources of entities were found unchanged and gives the tickets back.
 *
 * @returns for each whether its ticket was still valid.
 */
export async function touchAudits(options: {
  knex: Knex;
  runs: readonly CompletedRun[];
}): Promise<boolean[]> {
  const { knex, runs } = options;
  return knex.transaction(async tx => {
    const completed = await completeRuns({ tx, runs });
    if (completed.size) {
      await tx<AuditRow>('audits')
        .modify(query => whereIn(tx, query, 'entity_ref', [...completed]))
        .update({ checked_at: nowPlus(tx) });
    }
    return runs.map(({ run }) => completed.has(run.entityRef));
  });
}
