import { defineExtractor } from '../../engine/defineExtractor';
import { inventory } from '../inventory/extract';
import { readAlembic } from './migrations/alembic';
import { readDjangoMigrations } from './migrations/django';
import { readScriptMigrations } from './migrations/script';
import { readSqlFiles } from './migrations/sqlFiles';
import { DatabaseMigrations } from './schema';
import { SqlCollector } from './sql/apply';

/**
 * Migrations with their order and operations, the tables they make, and the row-level security that they leave in
 * force.
 *
 * @public
 */
export const databaseMigrations = defineExtractor<DatabaseMigrations>({
  id: 'database-migrations',
  extract: async context => {
    const sql = new SqlCollector();
    const migrations = [
      ...(await readAlembic(context, sql)),
      ...(await readDjangoMigrations(context, sql)),
      ...(await readScriptMigrations(context, sql)),
      ...readSqlFiles(context, await context.facts(inventory), sql),
    ];
    return {
      migrations: migrations.sort(
        (a, b) =>
          (a.path < b.path ? -1 : Number(a.path > b.path)) || a.line - b.line,
      ),
      tables: sql.tables,
      rowLevelSecurity: sql.security,
    };
  },
});
