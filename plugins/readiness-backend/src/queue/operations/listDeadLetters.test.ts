import {
  createTestDatabases,
  databaseIds,
} from '../../__testUtils__/databases';
import { createEntity, seed } from '../../__testUtils__/fixtures';
import { listDeadLetters } from './listDeadLetters';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const ref = (name: string) => `component:default/${name}`;

describe.each(databaseIds)('listDeadLetters on %s', id => {
  it('lists what was given up, by host, owner and what is visible', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('a'), createEntity('alive')], { host: 'h' });
    await seed(knex, [createEntity('b', { owner: 'group:default/b' })]);
    await knex('queue')
      .whereNot('entity_ref', ref('alive'))
      .update({ dead_at: '2020-01-01 00:00:00.000' });
    const list = (options: Partial<Parameters<typeof listDeadLetters>[0]>) =>
      listDeadLetters({ knex, visibility: undefined, ...options });

    expect(await list({})).toEqual([ref('a'), ref('b')]);
    expect(await list({ host: ['h'] })).toEqual([ref('a')]);
    expect(await list({ owner: ['Group:default/B'] })).toEqual([ref('b')]);
    expect(
      await list({
        visibility: { column: 'owner', values: ['group:default/b'] },
      }),
    ).toEqual([ref('b')]);
  });
});
