import { Knex } from 'knex';
import { CollectorResultsRow } from '../../../../database/tables';
import { nowPlus } from '../../../../database/time';
import { completeRun } from '../../../../queue/operations/completeRun';
import { AuditToWrite, Collection } from '../../../AuditLedger';
import { lockEntities } from './lockEntities';
import { knowledgeOf, readJudged } from './readJudged';
import { writeJudgement } from './writeJudgement';

/** Judges and writes an audit with everything that follows from it in one transaction, if the ticket is still valid. */
export async function writeAudit(
  options: AuditToWrite & { knex: Knex; nextInSeconds: number },
): Promise<boolean> {
  const { knex, run, nextInSeconds, standard } = options;
  return knex.transaction(async tx => {
    if (!(await completeRun({ tx, run, nextInSeconds }))) {
      return false;
    }
    const { entityRef } = run;
    await lockEntities({ tx, entityRefs: [entityRef] });
    const judged = await readJudged({ tx, entityRef });
    await writeJudgement({
      tx,
      entityRef,
      audit: options.assemble(knowledgeOf(judged)),
      standard,
      judged,
      sources: { rulesHash: options.rulesHash, owner: options.owner },
    });
    await writeCollections(tx, entityRef, options);
    return true;
  });
}

async function writeCollections(
  tx: Knex,
  entityRef: string,
  options: { collectorIds: string[]; newCollections: Collection[] },
): Promise<void> {
  await tx<CollectorResultsRow>('collector_results')
    .where({ entity_ref: entityRef })
    .whereNotIn('collector_id', options.collectorIds)
    .delete();
  for (const collection of options.newCollections) {
    await tx('collector_results')
      .insert({
        entity_ref: entityRef,
        collector_id: collection.collectorId,
        version: collection.version,
        metadata_hash: collection.metadataHash,
        revision: collection.revision,
        source: collection.source,
        results: JSON.stringify(collection.results),
        skipped: JSON.stringify(collection.skipped),
        collected_at: nowPlus(tx),
      })
      .onConflict(['entity_ref', 'collector_id'])
      .merge();
  }
}
