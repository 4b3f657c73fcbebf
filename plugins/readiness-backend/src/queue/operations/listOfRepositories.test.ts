import {
  createTestDatabases,
  databaseIds,
} from '../../__testUtils__/databases';
import { createEntity, seed } from '../../__testUtils__/fixtures';
import { listOfRepositories } from './listOfRepositories';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('listOfRepositories on %s', id => {
  it('lists who lives in them', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('b'), createEntity('a')], {
      repository: 'https://h/mono',
    });
    await seed(knex, [createEntity('c')], { repository: 'https://h/other' });
    await seed(knex, [createEntity('d')]);
    const list = (...repositories: string[]) =>
      listOfRepositories({ knex, repositories });
    expect(await list('https://h/mono', 'https://h/none')).toEqual([
      'component:default/a',
      'component:default/b',
    ]);
    expect(await list()).toEqual([]);
  });
});
