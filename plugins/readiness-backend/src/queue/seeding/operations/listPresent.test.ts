import {
  createTestDatabases,
  databaseIds,
} from '../../../__testUtils__/databases';
import { createEntity, seed } from '../../../__testUtils__/fixtures';
import { listPresent } from './listPresent';
import { markGone } from './markGone';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('listPresent on %s', id => {
  it('lists all but those that are gone', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one'), createEntity('two')]);
    await markGone({ knex, entityRefs: ['component:default/one'] });
    expect(await listPresent({ knex })).toEqual(['component:default/two']);
  });
});
