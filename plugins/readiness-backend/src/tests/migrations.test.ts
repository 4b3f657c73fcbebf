import { Knex } from 'knex';
import {
  applyMigrations,
  migrationsDirectory,
} from '../database/applyMigrations';
import { isPostgres, nowPlus } from '../database/time';
import { findingId } from '../findings/findingId';
import { createTestDatabases, databaseIds } from '../__testUtils__/databases';

jest.setTimeout(60_000);
const databases = createTestDatabases();

const TABLES = [
  'area_scores',
  'attestations',
  'audits',
  'collector_results',
  'daily_rollups',
  'entities',
  'finding_events',
  'findings',
  'idempotency_keys',
  'queue',
  'score_history',
  'source_hosts',
  'waivers',
];

describe.each(databaseIds)('migrations on %s', id => {
  const tables = async (knex: Knex) => {
    const found = await Promise.all(
      TABLES.map(async name =>
        (await knex.schema.hasTable(name)) ? name : '',
      ),
    );
    return found.filter(Boolean);
  };

  it('go up, down and up again', async () => {
    const knex = await databases.empty(id);
    await applyMigrations(knex);
    expect(await tables(knex)).toEqual(TABLES);
    await applyMigrations(knex);

    await knex.migrate.rollback({ directory: migrationsDirectory }, true);
    expect(await tables(knex)).toEqual([]);
    await applyMigrations(knex);
    expect(await tables(knex)).toEqual(TABLES);
  });

  it('keep findings on their way up and down', async () => {
    const knex = await databases.empty(id);
    const directory = migrationsDirectory;
    await knex.migrate.up({ directory });
    const entity = { entity_ref: 'component:default/one' };
    await knex('entities').insert({
      ...entity,
      kind: 'Component',
      namespace: 'default',
      name: 'one',
      title: 'one',
      title_key: 'one',
      owner: 'group:default/a',
      tags: '[]',
      metadata_hash: 'm',
      created_at: nowPlus(knex),
    });
    const finding = {
      ...entity,
      fingerprint: 'f1',
      check_id: 'x',
      area_id: 'logging',
      severity: 'high',
      confidence: 'certain',
      state: 'open',
      first_seen_at: nowPlus(knex),
      due_factor: 1,
    };
    await knex('findings').insert(finding);
    const [before] = await knex('findings');

    await applyMigrations(knex);
    expect(await knex('findings')).toMatchObject([
      {
        id: findingId(entity.entity_ref, 'f1'),
        severity_rank: 1,
        owner: 'group:default/a',
        first_owner: 'group:default/a',
        title: 'x',
        state: 'open',
        version: 1,
      },
    ]);
    await knex('findings').update({ state: 'in-progress' });
    while ((await knex.migrate.list({ directory }))[0].length > 1) {
      await knex.migrate.down({ directory });
    }
    expect(await knex('findings')).toEqual([before]);
  });

  it('comment every column on PostgreSQL', async () => {
    if (id !== 'POSTGRES_18') {
      return;
    }
    const knex = await databases.migrated(id);
    const { rows } = await knex.raw(
      `SELECT c.table_name, c.column_name FROM information_schema.columns c
       WHERE c.table_schema = 'public' AND c.table_name = ANY(?)
         AND col_description(('public.' || quote_ident(c.table_name))::regclass, c.ordinal_position) IS NULL`,
      [TABLES],
    );
    expect(rows).toEqual([]);
  });

  it('take everything of an entity with it when it is removed', async () => {
    const knex = await databases.migrated(id);
    for (const table of TABLES) {
      if (
        table === 'entities' ||
        !(await knex.schema.hasColumn(table, 'entity_ref'))
      ) {
        continue;
      }
      expect([table, await isRemovedWithEntity(knex, table)]).toEqual([
        table,
        true,
      ]);
    }
  });
});

async function isRemovedWithEntity(
  knex: Knex,
  table: string,
): Promise<boolean> {
  const rows = isPostgres(knex)
    ? (
        await knex.raw(
          `SELECT confrelid::regclass::text AS "table", confdeltype AS on_delete
           FROM pg_constraint WHERE contype = 'f' AND conrelid = ?::regclass`,
          [table],
        )
      ).rows
    : await knex.raw(`PRAGMA foreign_key_list(${table})`);
  return rows.some(
    (row: { table: string; on_delete: string }) =>
      row.table === 'entities' && ['c', 'CASCADE'].includes(row.on_delete),
  );
}
