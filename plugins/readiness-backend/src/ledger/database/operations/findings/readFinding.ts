import {
  Audit,
  FindingDetail,
  fingerprints,
} from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { overdueSql } from './overdueSql';
import { FindingItemRow, toFindingItem } from './toFindingItem';

/** A finding with its evidence in the last audit; `undefined` for one that is unknown, or whose entity has gone. */
export async function readFinding(options: {
  knex: Knex;
  id: string;
}): Promise<FindingDetail | undefined> {
  const { knex, id } = options;
  const row: (FindingItemRow & { document: string | null }) | undefined =
    await knex('findings')
      .join('entities', 'entities.entity_ref', 'findings.entity_ref')
      .leftJoin('audits', 'audits.entity_ref', 'findings.entity_ref')
      .where('findings.id', id)
      .whereNull('entities.gone_at')
      .first(
        'findings.*',
        'entities.title as entity_title',
        'audits.document',
        knex.raw('? as overdue', [overdueSql(knex)]),
      );
  if (!row) {
    return undefined;
  }
  const audit: Audit | undefined = row.document && JSON.parse(row.document);
  return {
    ...toFindingItem(row),
    evidence: (audit && evidenceIn(audit, row)) ?? null,
    source: audit?.source ?? null,
    revision: audit?.revision ?? null,
  };
}

function evidenceIn(
  audit: Audit,
  { check_id: check, fingerprint }: FindingItemRow,
): FindingDetail['evidence'] | undefined {
  const evidence =
    audit.results.find(result => result.check === check)?.evidence ?? [];
  return evidence[fingerprints(check, evidence).indexOf(fingerprint)];
}
