import { OPEN_FINDING_STATES } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import {
  AuditRow,
  CollectorResultsRow,
  FindingRow,
} from '../../../../database/tables';
import { DbTime, fromDbTime, nowPlus } from '../../../../database/time';
import { whereIn } from '../../../../database/whereIn';
import { CollectionHead, KnownAudit } from '../../../AuditLedger';

/** What audits must know first, without the bulk of the stored results: three statements for any number of entities. */
export async function readKnown(options: {
  knex: Knex;
  entityRefs: string[];
}): Promise<KnownAudit[]> {
  const { knex, entityRefs } = options;
  const clock: { now: DbTime }[] = await knex.select({
    now: nowPlus(knex),
  });
  const heads = await readHeads(knex, entityRefs);
  const collections = await readCollectionHeads(knex, entityRefs);
  return entityRefs.map(entityRef => {
    const head = heads.get(entityRef);
    return {
      now: fromDbTime(clock[0].now),
      rulesHash: head?.rules_hash ?? null,
      owner: head?.owner ?? null,
      becameOverdue: Boolean(head?.overdue),
      collections: collections.get(entityRef) ?? new Map(),
    };
  });
}

type Head = Pick<AuditRow, 'entity_ref' | 'rules_hash' | 'owner'> & {
  overdue: number | boolean;
};

async function readHeads(
  knex: Knex,
  entityRefs: string[],
): Promise<Map<string, Head>> {
  const overdue = knex<FindingRow>('findings')
    .whereRaw('findings.entity_ref = audits.entity_ref')
    .modify(query =>
      whereIn(knex, query, 'findings.state', OPEN_FINDING_STATES),
    )
    .where('findings.due_at', '<', nowPlus(knex))
    .whereRaw('findings.due_at >= audits.judged_at')
    .select(knex.raw('1'));
  const rows: Head[] = await knex('audits')
    .modify(query => whereIn(knex, query, 'audits.entity_ref', entityRefs))
    .select(
      'entity_ref',
      'rules_hash',
      'owner',
      knex.raw('EXISTS ? AS overdue', [overdue]),
    );
  return new Map(rows.map(row => [row.entity_ref, row]));
}

async function readCollectionHeads(
  knex: Knex,
  entityRefs: string[],
): Promise<Map<string, Map<string, CollectionHead>>> {
  const rows = await knex<CollectorResultsRow>('collector_results')
    .modify(query => whereIn(knex, query, 'entity_ref', entityRefs))
    .select(
      'entity_ref',
      'collector_id',
      'version',
      'metadata_hash',
      'revision',
    );
  const heads = new Map<string, Map<string, CollectionHead>>();
  for (const row of rows) {
    const own = heads.get(row.entity_ref) ?? new Map();
    heads.set(row.entity_ref, own);
    own.set(row.collector_id, {
      collectorId: row.collector_id,
      version: row.version,
      metadataHash: row.metadata_hash,
      revision: row.revision,
    });
  }
  return heads;
}
