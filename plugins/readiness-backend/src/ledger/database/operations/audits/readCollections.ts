import { Knex } from 'knex';
import { CollectorResultsRow } from '../../../../database/tables';
import { Collection } from '../../../AuditLedger';

/** All that collectors said of an entity, by collector. */
export async function readCollections(options: {
  knex: Knex;
  entityRef: string;
}): Promise<Map<string, Collection>> {
  const rows = await options
    .knex<CollectorResultsRow>('collector_results')
    .where('entity_ref', options.entityRef);
  return new Map(
    rows.map(row => [
      row.collector_id,
      {
        collectorId: row.collector_id,
        version: row.version,
        metadataHash: row.metadata_hash,
        revision: row.revision,
        source: row.source,
        results: JSON.parse(row.results),
        skipped: JSON.parse(row.skipped),
      },
    ]),
  );
}
