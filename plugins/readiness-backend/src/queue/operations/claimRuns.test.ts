import { Knex } from 'knex';
import {
  createTestDatabases,
  databaseIds,
} from '../../__testUtils__/databases';
import { createEntity, seed } from '../../__testUtils__/fixtures';
import { HostBudget } from '../hosts/HostBudgets';
import { admitDue } from './admitDue';
import { claimRuns } from './claimRuns';
import { sleepHost } from './sleepHost';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const ref = (name: string) => `component:default/${name}`;

describe.each(databaseIds)('claimRuns on %s', id => {
  const past = '2020-01-01 00:00:00.000';
  const host = 'git.example.com';
  const inRepository = (name: string) => ({
    host,
    repository: `https://${host}/${name}`,
  });

  /** References by group. */
  async function claimAll(
    knex: Knex,
    options: Partial<Parameters<typeof claimRuns>[0]> & { host: string },
  ): Promise<string[][]> {
    await admitDue({ knex });
    const groups = await claimRuns({
      knex,
      budget: { concurrency: 100 },
      limit: 100,
      maxPriority: 100,
      leaseSeconds: 60,
      ...options,
    });
    return groups.map(({ runs }) =>
      runs.map(({ entityRef }) => entityRef.split('/')[1]),
    );
  }

  it('takes what is due by priority and turn, once', async () => {
    const knex = await databases.migrated(id);
    await seed(
      knex,
      ['e', 'd', 'c', 'b', 'a'].map(name => createEntity(name)),
    );
    const set = (name: string, values: object) =>
      knex('queue')
        .where({ entity_ref: ref(name) })
        .update({ turn: null, ...values });
    await set('a', { next_audit_at: '2999-01-01 00:00:00.000', priority: 0 });
    await set('b', { next_audit_at: past });
    await set('c', { next_audit_at: past });
    await set('d', { next_audit_at: '2019-01-01 00:00:00.000' });
    await set('e', { priority: 0 });

    expect(await claimAll(knex, { host: '', maxPriority: 10 })).toEqual([
      ['e'],
    ]);
    expect(await claimAll(knex, { host: '' })).toEqual([['d'], ['b'], ['c']]);
    expect(await claimAll(knex, { host: '' })).toEqual([]);
    const tickets = await knex('queue').whereNotNull('ticket');
    expect(tickets).toHaveLength(4);
  });

  it('never gives one entity to two workers', async () => {
    const knex = await databases.migrated(id);
    const names = Array.from({ length: 40 }, (_, index) => `entity-${index}`);
    await seed(
      knex,
      names.map(name => createEntity(name)),
    );
    const worker = async () => {
      const claimed: string[] = [];
      for (;;) {
        const groups = await claimAll(knex, { host: '', limit: 3 });
        if (!groups.length) {
          return claimed;
        }
        claimed.push(...groups.flat());
      }
    };
    const claimed = (await Promise.all([worker(), worker(), worker()])).flat();
    expect(claimed).toHaveLength(40);
    expect(new Set(claimed).size).toBe(40);
  });

  it('takes along who lives in the same repository and is due soon', async () => {
    const knex = await databases.migrated(id);
    await seed(
      knex,
      ['a', 'b', 'later', 'waits', 'dead'].map(name => createEntity(name)),
      inRepository('mono'),
    );
    await seed(knex, [createEntity('z')], inRepository('other'));
    const inMinutes = async (name: string, minutes: number, rest = {}) =>
      knex('queue')
        .where({ entity_ref: ref(name) })
        .update({
          next_audit_at: new Date(Date.now() + minutes * 60_000)
            .toISOString()
            .replace('T', ' ')
            .replace('Z', ''),
          turn: null,
          ...rest,
        });
    // The interval is an hour.
    await inMinutes('b', 25);
    await inMinutes('later', 35);
    await inMinutes('waits', 10, { attempts: 1 });
    await inMinutes('dead', -10, { dead_at: past });

    expect(await claimAll(knex, { host })).toEqual([['a', 'b'], ['z']]);
    const [group] = await knex('queue')
      .whereIn('entity_ref', [ref('a'), ref('b')])
      .countDistinct({ tickets: 'ticket' });
    expect(Number(group.tickets)).toBe(1);
  });

  it('does not begin a repository that is being read', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('a')], inRepository('mono'));
    expect(await claimAll(knex, { host })).toEqual([['a']]);
    await seed(knex, [createEntity('b')], inRepository('mono'));
    expect(await claimAll(knex, { host })).toEqual([]);

    await knex('queue')
      .where({ entity_ref: ref('a') })
      .update({ next_audit_at: past });
    expect(await claimAll(knex, { host })).toEqual([['b']]);
  });

  it('keeps to what a host can bear, together with all other replicas', async () => {
    const knex = await databases.migrated(id);
    for (const name of ['a', 'b', 'c', 'd']) {
      await seed(knex, [createEntity(name)], inRepository(name));
    }
    const budget: HostBudget = { concurrency: 2 };
    const claimed = await Promise.all([
      claimAll(knex, { host, budget }),
      claimAll(knex, { host, budget }),
      claimAll(knex, { host, budget }),
    ]);
    expect(claimed.flat()).toHaveLength(2);
    expect(await claimAll(knex, { host, budget })).toEqual([]);
  });

  it('keeps to so many a minute', async () => {
    const knex = await databases.migrated(id);
    for (const name of ['a', 'b', 'c', 'd']) {
      await seed(knex, [createEntity(name)], inRepository(name));
    }
    // Ten seconds of it may come at once.
    const budget: HostBudget = { concurrency: 100, perMinute: 12 };
    expect(await claimAll(knex, { host, budget })).toHaveLength(2);
    expect(await claimAll(knex, { host, budget })).toHaveLength(0);
    await knex('source_hosts').update({ slot_at: past });
    expect(await claimAll(knex, { host, budget })).toHaveLength(2);
  });

  it('leaves a host alone that is asleep', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('a')], inRepository('a'));
    await sleepHost({ knex, host, seconds: 60, reason: '429' });
    const budget: HostBudget = { concurrency: 5 };
    expect(await claimAll(knex, { host, budget })).toEqual([]);
  });

  it('gives all of a repository the same next time', async () => {
    const knex = await databases.migrated(id);
    await seed(
      knex,
      [createEntity('a'), createEntity('b')],
      inRepository('mono'),
    );
    await admitDue({ knex });
    const [{ runs }] = await claimRuns({
      knex,
      host,
      budget: { concurrency: 1 },
      limit: 1,
      maxPriority: 100,
      leaseSeconds: 60,
    });
    expect(runs[0].nextInSeconds).toBe(runs[1].nextInSeconds);
    expect(Math.abs(runs[0].nextInSeconds - 3600)).toBeLessThanOrEqual(360);
  });
});
