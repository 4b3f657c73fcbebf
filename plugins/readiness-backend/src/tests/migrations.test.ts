import { Knex } from 'knex';
import {
  applyMigrations,
  migrationsDirectory,
} from '../database/applyMigrations';
import { createTestDatabases, databaseIds } from '../__testUtils__/databases';

jest.setTimeout(60_000);
const databases = createTestDatabases();

const TABLES = [
  'area_scores',
  'audits',
  'collector_results',
  'entities',
  'finding_events',
  'findings',
  'idempotency_keys',
  'queue',
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
});
