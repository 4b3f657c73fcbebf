import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { applyMigrations } from '../database/applyMigrations';

const POSTGRES = 'BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING';

/** The databases that every operation is tested on. Without PostgreSQL the tests fail instead of testing less. */
export const databaseIds: TestDatabaseId[] = ['SQLITE_3', 'POSTGRES_18'];

/** Call once at the top of a test file. */
export function createTestDatabases() {
  if (!process.env[POSTGRES]) {
    throw new Error(
      `These tests need PostgreSQL: ${POSTGRES} is not set. \`npm test\` starts a server and sets it.`,
    );
  }
  const databases = TestDatabases.create({ ids: databaseIds });
  return {
    /** A new database without tables. */
    empty: (id: TestDatabaseId): Promise<Knex> => databases.init(id),
    /** A new database with all tables. */
    async migrated(id: TestDatabaseId): Promise<Knex> {
      const knex = await databases.init(id);
      await applyMigrations(knex);
      return knex;
    },
  };
}
