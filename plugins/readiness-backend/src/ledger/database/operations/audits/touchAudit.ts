import { Knex } from 'knex';
import { AuditRow } from '../../../../database/tables';
import { nowPlus } from '../../../../database/time';
import { AuditRun } from '../../../../queue/AuditRun';
import { completeRun } from '../../../../queue/operations/completeRun';

/** Remembers that the sources were found unchanged and gives the ticket back, if it is still valid. */
export async function touchAudit(options: {
  knex: Knex;
  run: AuditRun;
  nextInSeconds: number;
}): Promise<boolean> {
  const { knex, run, nextInSeconds } = options;
  return knex.transaction(async tx => {
    if (!(await completeRun({ tx, run, nextInSeconds }))) {
      return false;
    }
    await tx<AuditRow>('audits')
      .where({ entity_ref: run.entityRef })
      .update({ checked_at: nowPlus(tx) });
    return true;
  });
}
