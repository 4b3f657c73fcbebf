import { Knex } from 'knex';
import { chunk } from '../../../database/chunk';
import { EntityRow, QueueRow } from '../../../database/tables';
import { nowPlus, nowPlusSql } from '../../../database/time';
import { whereIn } from '../../../database/whereIn';
import { admitDue } from '../../operations/admitDue';
import { requestRuns } from '../../operations/requestRuns';
import { PRIORITY } from '../../priorities';
import { EntityDescription } from '../describeEntity';
import { Placement } from '../EntityPlacer';

const ROWS_PER_STATEMENT = 200;

/** An entity as the catalog and the configuration have it. */
export interface SeededEntity {
  description: EntityDescription;
  placement: Placement;
}

/** How many entities were new (or back) and how many had changed. */
export interface UpsertCounts {
  added: number;
  changed: number;
}

type Known = Pick<EntityRow, 'entity_ref' | 'metadata_hash' | 'gone_at'> & {
  [column in keyof Placement]: Placement[column] | null;
};

/**
 * Brings a page of entities in: new ones and those that come back are due now, changed ones too. Those that only have
 * another place in the queue get it and wait on. For all others this is one read and no write.
 */
export async function upsertEntities(options: {
  knex: Knex;
  entities: SeededEntity[];
}): Promise<UpsertCounts> {
  const { knex, entities } = options;
  const known = await readKnown(knex, entities);
  const added: SeededEntity[] = [];
  const changed: SeededEntity[] = [];
  const moved: SeededEntity[] = [];
  for (const entity of entities) {
    const row = known.get(entity.description.entity_ref);
    if (!row || row.gone_at !== null) {
      added.push(entity);
    } else if (row.metadata_hash !== entity.description.metadata_hash) {
      changed.push(entity);
    } else if (isElsewhere(row, entity.placement)) {
      moved.push(entity);
    }
  }
  if (added.length || changed.length || moved.length) {
    await knex.transaction(async tx => {
      await writeHosts(tx, [...added, ...changed, ...moved]);
      await writeDescriptions(tx, [...added, ...changed]);
      await writePlaces(tx, [...added, ...changed, ...moved]);
      if (changed.length) {
        await requestRuns({
          knex: tx,
          entityRefs: changed.map(({ description }) => description.entity_ref),
          priority: PRIORITY.changed,
        });
      }
    });
  }
  return { added: added.length, changed: changed.length };
}

async function readKnown(
  knex: Knex,
  entities: SeededEntity[],
): Promise<Map<string, Known>> {
  const refs = entities.map(({ description }) => description.entity_ref);
  const rows: Known[] = await knex('entities')
    .leftJoin('queue', 'queue.entity_ref', 'entities.entity_ref')
    .modify(query => whereIn(knex, query, 'entities.entity_ref', refs))
    .select(
      'entities.entity_ref',
      'metadata_hash',
      'gone_at',
      'host',
      'repository',
      'interval_seconds',
    );
  return new Map(rows.map(row => [row.entity_ref, row]));
}

function isElsewhere(row: Known, placement: Placement): boolean {
  return (
    row.host !== placement.host ||
    row.repository !== placement.repository ||
    row.interval_seconds !== placement.interval_seconds
  );
}

async function writeHosts(tx: Knex, entities: SeededEntity[]): Promise<void> {
  const hosts = new Set(entities.map(({ placement }) => placement.host));
  await tx('source_hosts')
    .insert([...hosts].map(host => ({ host })))
    .onConflict('host')
    .ignore();
}

async function writeDescriptions(
  tx: Knex,
  entities: SeededEntity[],
): Promise<void> {
  for (const part of chunk(entities, ROWS_PER_STATEMENT)) {
    await tx('entities')
      .insert(
        part.map(({ description }) => ({
          ...description,
          created_at: nowPlus(tx),
          gone_at: null,
        })),
      )
      .onConflict('entity_ref')
      .merge([
        ...(Object.keys(part[0].description) as (keyof EntityDescription)[]),
        'gone_at',
      ]);
  }
}

/** A row that exists keeps its time, unless a shorter interval brings it forward; in another lane it draws a new turn. */
async function writePlaces(tx: Knex, entities: SeededEntity[]): Promise<void> {
  const soonest = nowPlusSql(tx, tx.raw('excluded.interval_seconds'));
  for (const part of chunk(entities, ROWS_PER_STATEMENT)) {
    await tx<QueueRow>('queue')
      .insert(
        part.map(({ description, placement }) => ({
          entity_ref: description.entity_ref,
          next_audit_at: nowPlus(tx),
          priority: PRIORITY.backlog,
          lane: description.owner ?? '',
          ...placement,
        })),
      )
      .onConflict('entity_ref')
      .merge({
        host: tx.raw('excluded.host'),
        repository: tx.raw('excluded.repository'),
        lane: tx.raw('excluded.lane'),
        interval_seconds: tx.raw('excluded.interval_seconds'),
        turn: tx.raw(
          'CASE WHEN queue.host = excluded.host AND queue.lane = excluded.lane THEN queue.turn END',
        ),
        next_audit_at: tx.raw(
          'CASE WHEN queue.ticket IS NULL AND queue.next_audit_at > ? THEN ? ELSE queue.next_audit_at END',
          [soonest, soonest],
        ),
      });
    await admitDue({
      knex: tx,
      entityRefs: part.map(({ description }) => description.entity_ref),
    });
  }
}
