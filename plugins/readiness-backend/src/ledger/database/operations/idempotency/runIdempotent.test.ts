import { Knex } from 'knex';
import {
  createTestDatabases,
  databaseIds,
} from '../../../../__testUtils__/databases';
import { removeOldKeys } from './removeOldKeys';
import { runIdempotent } from './runIdempotent';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('runIdempotent on %s', id => {
  const run = (
    knex: Knex,
    work: () => Promise<unknown>,
    changes: { key?: string; principal?: string; request?: unknown } = {},
  ) =>
    runIdempotent({
      knex,
      key: 'k1',
      principal: 'user:default/mia',
      request: ['triage', 1],
      ...changes,
      work,
    });

  it('does a request once, also when it comes twice at the same time', async () => {
    const knex = await databases.migrated(id);
    const work = jest.fn(async () => ({ done: true }));
    const answers = await Promise.all([run(knex, work), run(knex, work)]);
    expect(answers.map(({ response }) => response)).toEqual([
      { done: true },
      { done: true },
    ]);
    expect(answers.map(({ replayed }) => replayed).sort()).toEqual([
      false,
      true,
    ]);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('keeps requests of different keys and senders apart, and runs those without a key', async () => {
    const knex = await databases.migrated(id);
    const work = jest.fn(async () => 1);
    await run(knex, work);
    await run(knex, work, { key: 'k2' });
    await run(knex, work, { principal: 'user:default/tom' });
    await run(knex, work, { key: undefined });
    await run(knex, work, { key: undefined });
    expect(work).toHaveBeenCalledTimes(5);
  });

  it('refuses a key that stands for another request', async () => {
    const knex = await databases.migrated(id);
    await run(knex, async () => 1);
    await expect(
      run(knex, async () => 2, { request: ['triage', 2] }),
    ).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining('"Idempotency-Key"'),
    });
  });

  it('frees the key of a request that failed, and old ones', async () => {
    const knex = await databases.migrated(id);
    await expect(
      run(knex, () => Promise.reject(new Error('no'))),
    ).rejects.toThrow('no');
    expect(await run(knex, async () => 3)).toEqual({
      response: 3,
      replayed: false,
    });
    expect(await removeOldKeys({ knex, olderThanSeconds: 60 })).toBe(0);
    expect(await removeOldKeys({ knex, olderThanSeconds: -1 })).toBe(1);
  });
});
