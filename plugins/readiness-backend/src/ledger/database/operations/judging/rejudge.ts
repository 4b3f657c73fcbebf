import {
  assembleAudit,
  Audit,
  CheckDefinition,
  Standard,
} from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { AuditRow, EntityRow } from '../../../../database/tables';
import { lockEntities } from '../audits/lockEntities';
import { readCollections } from '../audits/readCollections';
import { knowledgeOf, readJudged } from '../audits/readJudged';
import { writeJudgement } from '../audits/writeJudgement';

/**
 * Judges an entity again from what its collectors said last: nothing is read from any source, and what was decided
 * counts at once. `false`: there was nothing to do, somebody else did it, or there is no audit.
 */
export async function rejudge(options: {
  knex: Knex;
  entityRef: string;
  standard: Standard;
  checks: readonly CheckDefinition[];
}): Promise<boolean> {
  const { knex, entityRef, standard, checks } = options;
  return knex.transaction(async tx => {
    await lockEntities({ tx, entityRefs: [entityRef] });
    const marked = await tx<EntityRow>('entities')
      .where({ entity_ref: entityRef })
      .whereNotNull('rejudge_at')
      .first('entity_ref');
    const row = await tx<AuditRow>('audits')
      .where({ entity_ref: entityRef })
      .first('document', 'owner');
    if (!marked || !row) {
      return false;
    }
    const last: Audit = JSON.parse(row.document);
    const collections = await readCollections({ knex: tx, entityRef });
    const judged = await readJudged({ tx, entityRef });
    const audit = assembleAudit({
      entity: entityRef,
      owner: row.owner,
      source: last.source,
      revision: last.revision,
      standard,
      checks,
      results: [...collections.values()].flatMap(({ results }) => results),
      skipped: last.skipped,
      startedAt: last.startedAt,
      durationMs: last.durationMs,
      judgedAt: judged.now,
      ...knowledgeOf(judged),
    });
    await writeJudgement({ tx, entityRef, audit, standard, judged });
    return true;
  });
}
