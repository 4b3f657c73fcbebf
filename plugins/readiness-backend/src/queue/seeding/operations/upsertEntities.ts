import { Knex } from 'knex';
import { chunk } from '../../../database/chunk';
import { EntityRow, QueueRow } from '../../../database/tables';
import { nowPlus } from '../../../database/time';
import { whereIn } from '../../../database/whereIn';
import { requestRuns } from '../../operations/requestRuns';
import { PRIORITY } from '../../priorities';
import { EntityDescription } from '../describeEntity';

const ROWS_PER_STATEMENT = 200;

/** How many entities were new (or back) and how many had changed. */
export interface UpsertCounts {
  added: number;
  changed: number;
}

/**
 * Brings a page of entities in: new ones and those that come back are due now, changed ones too; for all others this
 * is one read and no write.
 */
export async function upsertEntities(options: {
  knex: Knex;
  entities: EntityDescription[];
}): Promise<UpsertCounts> {
  const { knex, entities } = options;
  const rows: EntityRow[] = await knex('entities')
    .modify(query =>
      whereIn(
        knex,
        query,
        'entity_ref',
        entities.map(entity => entity.entity_ref),
      ),
    )
    .select('entity_ref', 'metadata_hash', 'gone_at');
  const known = new Map(rows.map(row => [row.entity_ref, row]));
  const added = entities.filter(entity => {
    const row = known.get(entity.entity_ref);
    return !row || row.gone_at !== null;
  });
  const changed = entities.filter(entity => {
    const row = known.get(entity.entity_ref);
    return row?.gone_at === null && row.metadata_hash !== entity.metadata_hash;
  });
  if (added.length || changed.length) {
    await knex.transaction(async tx => {
      await write(tx, [...added, ...changed]);
      await enqueue(tx, added);
      if (changed.length) {
        await requestRuns({
          knex: tx,
          entityRefs: changed.map(entity => entity.entity_ref),
          priority: PRIORITY.changed,
        });
      }
    });
  }
  return { added: added.length, changed: changed.length };
}

async function write(tx: Knex, entities: EntityDescription[]): Promise<void> {
  for (const part of chunk(entities, ROWS_PER_STATEMENT)) {
    await tx('entities')
      .insert(
        part.map(entity => ({
          ...entity,
          created_at: nowPlus(tx),
          gone_at: null,
        })),
      )
      .onConflict('entity_ref')
      .merge([
        ...(Object.keys(part[0]) as (keyof EntityDescription)[]),
        'gone_at',
      ]);
  }
}

async function enqueue(tx: Knex, entities: EntityDescription[]): Promise<void> {
  for (const part of chunk(entities, ROWS_PER_STATEMENT)) {
    await tx<QueueRow>('queue')
      .insert(
        part.map(entity => ({
          entity_ref: entity.entity_ref,
          next_audit_at: nowPlus(tx),
          priority: PRIORITY.scheduled,
        })),
      )
      .onConflict('entity_ref')
      .ignore();
  }
}
