import {
  createTestDatabases,
  databaseIds,
} from '../../../../__testUtils__/databases';
import { createEntity, seed } from '../../../../__testUtils__/fixtures';
import { readCollections } from './readCollections';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('readCollections on %s', id => {
  it('is empty for an entity without any; written ones are read back in writeAudit.test.ts', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    expect(
      await readCollections({ knex, entityRef: 'component:default/one' }),
    ).toEqual(new Map());
  });
});
