import { defineExtractor } from '../../engine/defineExtractor';
import { readCompiledModels } from './models/compiled';
import { readPrismaModels } from './models/prisma';
import { readPythonModels } from './models/python';
import { readScriptModels } from './models/script';
import { DatabaseModels, ModelFact } from './schema';

/**
 * Models and documents that the code declares, with their fields.
 *
 * @public
 */
export const databaseModels = defineExtractor<DatabaseModels>({
  id: 'database-models',
  extract: async context => ({
    models: [
      ...(await readPythonModels(context)),
      ...(await readScriptModels(context)),
      ...(await readCompiledModels(context)),
      ...readPrismaModels(context),
    ].sort(byPlace),
  }),
});

function byPlace(a: ModelFact, b: ModelFact): number {
  return (
    (a.path < b.path ? -1 : Number(a.path > b.path)) ||
    a.line - b.line ||
    (a.name < b.name ? -1 : Number(a.name > b.name))
  );
}
