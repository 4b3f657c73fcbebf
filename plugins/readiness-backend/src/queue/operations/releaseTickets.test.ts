import { createTestDatabases } from '../../__testUtils__/databases';
import {
  claim,
  createEntity,
  createQueue,
  seed,
} from '../../__testUtils__/fixtures';
import { releaseTickets } from './releaseTickets';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe('releaseTickets', () => {
  it('takes back all tickets on SQLite, where no other process can hold one', async () => {
    const knex = await databases.migrated('SQLITE_3');
    await seed(knex, [createEntity('one'), createEntity('two')]);
    await claim(knex, 'component:default/one');
    expect(await releaseTickets({ knex })).toBe(1);
    expect(
      (await createQueue(knex).state('component:default/one'))?.status,
    ).toBe('queued');
  });

  it('leaves them alone on PostgreSQL', async () => {
    const knex = await databases.migrated('POSTGRES_18');
    await seed(knex, [createEntity('one')]);
    await claim(knex, 'component:default/one');
    expect(await releaseTickets({ knex })).toBe(0);
    expect(
      (await createQueue(knex).state('component:default/one'))?.status,
    ).toBe('running');
  });
});
