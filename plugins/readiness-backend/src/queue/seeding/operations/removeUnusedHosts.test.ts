import {
  createTestDatabases,
  databaseIds,
} from '../../../__testUtils__/databases';
import { createEntity, seed } from '../../../__testUtils__/fixtures';
import { removeUnusedHosts } from './removeUnusedHosts';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('removeUnusedHosts on %s', id => {
  it('forgets hosts without entities', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')], { host: 'used' });
    await knex('source_hosts').insert({ host: 'unused' });
    expect(await removeUnusedHosts({ knex })).toBe(1);
    expect(await knex('source_hosts').pluck('host')).toEqual(['', 'used']);
  });
});
