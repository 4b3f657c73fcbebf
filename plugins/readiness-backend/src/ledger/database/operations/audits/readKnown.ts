import { OPEN_FINDING_STATES } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import {
  AuditRow,
  CollectorResultsRow,
  FindingRow,
} from '../../../../database/tables';
import { DbTime, fromDbTime, nowPlus } from '../../../../database/time';
import { whereIn } from '../../../../database/whereIn';
import { KnownAudit } from '../../../AuditLedger';

/** What an audit must know first, without the bulk of the stored results. */
export async function readKnown(options: {
  knex: Knex;
  entityRef: string;
}): Promise<KnownAudit> {
  const { knex, entityRef } = options;
  const now = nowPlus(knex);
  const overdue = knex<FindingRow>('findings')
    .join('audits', 'audits.entity_ref', 'findings.entity_ref')
    .where('findings.entity_ref', entityRef)
    .modify(query => whereIn(knex, query, 'findings.state', OPEN_FINDING_STATES))
    .where('findings.due_at', '<', now)
    .whereRaw('findings.due_at >= audits.judged_at')
    .count('*');
  const lastAudit = (column: 'rules_hash' | 'owner') =>
    knex<AuditRow>('audits')
      .where('entity_ref', entityRef)
      .select(column)
      .as(column);
  const [head]: {
    now: DbTime;
    rules_hash: string | null;
    owner: string | null;
    overdue: number | string;
  }[] = await knex.select(
    knex.raw('? as now', [now]),
    lastAudit('rules_hash'),
    lastAudit('owner'),
    overdue.as('overdue'),
  );
  const collections = await knex<CollectorResultsRow>('collector_results')
    .where('entity_ref', entityRef)
    .select('collector_id', 'version', 'metadata_hash', 'revision');

  return {
    now: fromDbTime(head.now),
    rulesHash: head.rules_hash,
    owner: head.owner,
    becameOverdue: Number(head.overdue) > 0,
    collections: new Map(
      collections.map(row => [
        row.collector_id,
        {
          collectorId: row.collector_id,
          version: row.version,
          metadataHash: row.metadata_hash,
          revision: row.revision,
        },
      ]),
    ),
  };
}
