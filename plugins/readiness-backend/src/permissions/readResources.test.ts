import { markGone } from '../queue/seeding/operations/markGone';
import { createTestDatabases, databaseIds } from '../__testUtils__/databases';
import { createEntity, seed } from '../__testUtils__/fixtures';
import { readResources } from './readResources';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('readResources on %s', id => {
  it('answers in the order of the question', async () => {
    const knex = await databases.migrated(id);
    await seed(
      knex,
      ['a', 'b', 'c'].map(name => createEntity(name)),
    );
    await markGone({ knex, entityRefs: ['component:default/c'] });
    const entityRefs = ['b', 'c', 'x', 'a'].map(
      name => `component:default/${name}`,
    );
    expect(await readResources({ knex, entityRefs })).toEqual([
      {
        entityRef: 'component:default/b',
        kind: 'Component',
        type: 'service',
        lifecycle: 'production',
        owner: 'group:default/team-a',
        system: null,
        tags: [],
      },
      undefined,
      undefined,
      expect.objectContaining({ entityRef: 'component:default/a' }),
    ]);
  });
});
