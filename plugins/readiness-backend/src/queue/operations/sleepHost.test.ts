import { Knex } from 'knex';
import {
  createTestDatabases,
  databaseIds,
} from '../../__testUtils__/databases';
import {
  claimNext,
  createEntity,
  createQueue,
  seed,
} from '../../__testUtils__/fixtures';
import { secondsUntil } from '../../database/time';
import { sleepHost } from './sleepHost';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const host = 'git.example.com';

describe.each(databaseIds)('sleepHost on %s', id => {
  async function start() {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')], { host });
    return knex;
  }
  async function left(knex: Knex): Promise<number> {
    const row = await knex('source_hosts')
      .where({ host })
      .first(knex.raw('? AS seconds', [secondsUntil(knex, 'asleep_until')]));
    return Number(row.seconds);
  }
  const wake = (knex: Knex, ago = 1) =>
    knex('source_hosts')
      .where({ host })
      .update({
        asleep_until: new Date(Date.now() - ago * 1000)
          .toISOString()
          .replace('T', ' ')
          .replace('Z', ''),
      });

  it('keeps its entities in the queue, says until when, and goes on then', async () => {
    const knex = await start();
    await sleepHost({ knex, host, seconds: 120, reason: 'HTTP 429' });
    expect(await claimNext(knex)).toBeUndefined();
    const state = await createQueue(knex).state('component:default/one');
    expect(state).toMatchObject({ status: 'queued', rateLimited: { host } });
    const until = Date.parse(state!.rateLimited!.until) - Date.now();
    expect(until).toBeGreaterThan(100_000);
    expect(until).toBeLessThan(140_000);

    await wake(knex);
    expect(await claimNext(knex)).toBeDefined();
    expect(
      (await createQueue(knex).state('component:default/one'))?.rateLimited,
    ).toBeUndefined();
  });

  it('doubles when nobody says how long, and forgets', async () => {
    const knex = await start();
    for (const seconds of [60, 120, 240]) {
      await sleepHost({ knex, host, reason: 'no' });
      expect(Math.abs((await left(knex)) - seconds)).toBeLessThan(5);
      await wake(knex);
    }
    await wake(knex, 3600);
    await sleepHost({ knex, host, reason: 'no' });
    expect(Math.abs((await left(knex)) - 60)).toBeLessThan(5);
  });

  it('never sleeps shorter, nor longer than an hour', async () => {
    const knex = await start();
    await sleepHost({ knex, host, seconds: 300, reason: 'no' });
    await sleepHost({ knex, host, seconds: 10, reason: 'no' });
    await sleepHost({ knex, host, reason: 'no' });
    expect(await left(knex)).toBeGreaterThan(280);
    await sleepHost({ knex, host, seconds: 86_400, reason: 'no' });
    expect(Math.abs((await left(knex)) - 3600)).toBeLessThan(5);
    await sleepHost({ knex, host: 'unknown', seconds: 10, reason: 'no' });
  });
});
