import {
  createTestDatabases,
  databaseIds,
} from '../../__testUtils__/databases';
import { createEntity, seed } from '../../__testUtils__/fixtures';
import { claimRun } from './claimRun';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('claimRun on %s', id => {
  const past = '2020-01-01 00:00:00.000';
  const earlier = '2019-01-01 00:00:00.000';

  it('takes what is due by priority, time and reference, once', async () => {
    const knex = await databases.migrated(id);
    await seed(
      knex,
      ['e', 'd', 'c', 'b', 'a'].map(name => createEntity(name)),
    );
    const set = (name: string, values: object) =>
      knex('queue')
        .where({ entity_ref: `component:default/${name}` })
        .update(values);
    await set('a', { next_audit_at: '2999-01-01 00:00:00.000', priority: 0 });
    await set('b', { next_audit_at: past });
    await set('c', { next_audit_at: past });
    await set('d', { next_audit_at: earlier });
    await set('e', { priority: 0 });

    const claimed: (string | undefined)[] = [];
    for (let i = 0; i < 5; i++) {
      claimed.push((await claimRun({ knex, leaseSeconds: 60 }))?.entityRef);
    }
    expect(claimed).toEqual([
      'component:default/e',
      'component:default/d',
      'component:default/b',
      'component:default/c',
      undefined,
    ]);
  });

  it('gives an entity again when its lease has ended, with another ticket', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const dead = await claimRun({ knex, leaseSeconds: 0.05 });
    await new Promise(resolve => setTimeout(resolve, 100));
    const next = await claimRun({ knex, leaseSeconds: 60 });
    expect(next?.entityRef).toBe(dead?.entityRef);
    expect(next?.ticket).not.toBe(dead?.ticket);
    expect(await claimRun({ knex, leaseSeconds: 60 })).toBeUndefined();
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
        const run = await claimRun({ knex, leaseSeconds: 60 });
        if (!run) {
          return claimed;
        }
        claimed.push(run.entityRef);
      }
    };
    const claimed = (await Promise.all([worker(), worker(), worker()])).flat();
    expect(claimed).toHaveLength(40);
    expect(new Set(claimed).size).toBe(40);
  });
});
