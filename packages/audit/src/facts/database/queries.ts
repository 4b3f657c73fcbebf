import { defineExtractor } from '../../engine/defineExtractor';
import { databaseModels } from './models';
import { readPythonQueries } from './queries/python';
import { readScriptQueries } from './queries/script';
import { DatabaseQueries } from './schema';

/**
 * Queries on the models of the tree, one for each chain of calls.
 *
 * @public
 */
export const databaseQueries = defineExtractor<DatabaseQueries>({
  id: 'database-queries',
  extract: async context => {
    const { models } = await context.facts(databaseModels);
    if (models.length === 0) {
      return { queries: [] };
    }
    return {
      queries: [
        ...(await readPythonQueries(context, models)),
        ...(await readScriptQueries(context, models)),
      ].sort(
        (a, b) =>
          (a.path < b.path ? -1 : Number(a.path > b.path)) || a.line - b.line,
      ),
    };
  },
});
