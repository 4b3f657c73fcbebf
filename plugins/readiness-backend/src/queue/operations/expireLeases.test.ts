import {
  createTestDatabases,
  databaseIds,
} from '../../__testUtils__/databases';
import {
  claim,
  claimNext,
  createEntity,
  createQueue,
  seed,
} from '../../__testUtils__/fixtures';
import { expireLeases } from './expireLeases';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const entityRef = 'component:default/one';
const past = '2020-01-01 00:00:00.000';

describe.each(databaseIds)('expireLeases on %s', id => {
  it('gives an entity again whose worker has died, with another ticket', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const dead = await claim(knex, entityRef);
    expect(await expireLeases({ knex, maxAttempts: 3 })).toBe(0);
    expect(await claimNext(knex)).toBeUndefined();

    await knex('queue').update({ next_audit_at: past });
    expect(await createQueue(knex).state(entityRef)).toMatchObject({
      status: 'queued',
    });
    const next = await claimNext(knex);
    expect(next).toMatchObject({ entityRef, attempts: 1 });
    expect(next?.ticket).not.toBe(dead.ticket);
  });

  it('gives up an entity that takes every worker with it', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(await claimNext(knex)).toBeDefined();
      await knex('queue').update({ next_audit_at: past });
    }
    expect(await claimNext(knex)).toBeUndefined();
    expect(await createQueue(knex).state(entityRef)).toMatchObject({
      status: 'dead-letter',
      error: { attempts: 3, message: expect.stringMatching(/stopped before/) },
    });
  });
});
