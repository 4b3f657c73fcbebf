import {
  createTestDatabases,
  databaseIds,
} from '../../__testUtils__/databases';
import { createEntity, createQueue, seed } from '../../__testUtils__/fixtures';
import { listClaimableHosts } from './listClaimableHosts';
import { sleepHost } from './sleepHost';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('listClaimableHosts on %s', id => {
  it('lists hosts with due entities by priority and by how long they have waited', async () => {
    const knex = await databases.migrated(id);
    for (const host of ['a', 'b', 'c', 'asleep']) {
      await seed(knex, [createEntity(`${host}1`), createEntity(`${host}2`)], {
        host,
      });
    }
    await seed(knex, [createEntity('idle')], { host: 'idle' });
    await knex('queue')
      .where({ host: 'idle' })
      .update({ turn: null, next_audit_at: '2999-01-01 00:00:00.000' });
    await sleepHost({ knex, host: 'asleep', seconds: 60, reason: 'no' });
    await knex('source_hosts')
      .where({ host: 'a' })
      .update({ claimed_at: '2020-01-01 00:00:00.000' });
    await createQueue(knex).request(['component:default/c1']);

    expect(await listClaimableHosts({ knex })).toEqual([
      { host: 'c', priority: 0, running: 0 },
      { host: 'b', priority: 20, running: 0 },
      { host: 'a', priority: 20, running: 0 },
    ]);
  });

  it('counts repositories that are being read', async () => {
    const knex = await databases.migrated(id);
    const place = { host: 'a', repository: 'https://a/mono' };
    await seed(knex, [createEntity('a1'), createEntity('a2')], place);
    await createQueue(knex).claim(1);
    await seed(knex, [createEntity('a3')], { host: 'a' });
    expect(await listClaimableHosts({ knex })).toEqual([
      { host: 'a', priority: 20, running: 1 },
    ]);
  });
});
