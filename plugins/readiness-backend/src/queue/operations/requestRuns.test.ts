import {
  createTestDatabases,
  databaseIds,
} from '../../__testUtils__/databases';
import {
  claim,
  claimNext,
  createEntity,
  seed,
} from '../../__testUtils__/fixtures';
import { PRIORITY } from '../priorities';
import { completeRun } from './completeRun';
import { requestRuns } from './requestRuns';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const one = 'component:default/one';

describe.each(databaseIds)('requestRuns on %s', id => {
  const request = (
    knex: Parameters<typeof requestRuns>[0]['knex'],
    priority: number = PRIORITY.requested,
  ) => requestRuns({ knex, entityRefs: [one], priority });

  it('makes a waiting entity due now, before all that are scheduled', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one'), createEntity('another')]);
    const run = await claim(knex, one);
    await completeRun({ tx: knex, run, nextInSeconds: 600 });

    expect(await request(knex)).toBe(1);
    expect((await claimNext(knex))?.entityRef).toBe(one);
    expect(
      await requestRuns({ knex, entityRefs: ['component:x/y'], priority: 0 }),
    ).toBe(0);
  });

  it('keeps lease and ticket of a running entity', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const run = await claim(knex, one);
    const before = await knex('queue').first();
    await request(knex);
    expect(await knex('queue').first()).toMatchObject({
      ticket: run.ticket,
      next_audit_at: before.next_audit_at,
      requested_at: expect.anything(),
    });
  });

  it('changes nothing when asked again, and never lowers the priority', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    await request(knex);
    const before = await knex('queue').first();
    await new Promise(resolve => setTimeout(resolve, 20));
    await request(knex);
    await request(knex, PRIORITY.changed);
    expect(await knex('queue').first()).toEqual(before);
  });
});
