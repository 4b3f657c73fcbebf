import {
  createTestDatabases,
  databaseIds,
} from '../../../../__testUtils__/databases';
import { inDays } from '../../../../__testUtils__/fixtures';
import {
  author,
  createWaivedWorld,
  states,
  waive,
} from '../../../../__testUtils__/waivers';
import { decideWaiver } from './decideWaiver';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const actor = 'user:default/tom';

describe.each(databaseIds)('decideWaiver on %s', id => {
  async function createWorld() {
    const knex = await databases.migrated(id);
    const { ids } = await createWaivedWorld(knex);
    const { waivers } = await waive(
      knex,
      {
        kind: 'accepted-risk',
        findings: [ids[0]],
        reason: 'x',
        expiresAt: inDays(1),
      },
      ['critical'],
    );
    const decide = (approve: boolean, by = actor) =>
      knex.transaction(tx =>
        decideWaiver({
          tx,
          waiver: waivers[0],
          approve,
          comment: 'ok',
          actor: by,
        }),
      );
    return { knex, decide };
  }

  it('lets a waiver begin when somebody else approves', async () => {
    const { knex, decide } = await createWorld();
    await expect(decide(true, author)).rejects.toThrow(
      'A waiver is approved by somebody else',
    );
    expect(await decide(true)).toMatchObject({
      status: 'active',
      decidedBy: actor,
      decidedAt: expect.any(String),
      decision: 'ok',
    });
    expect((await states(knex))[0]).toBe('accepted-risk');
    await expect(decide(false)).rejects.toMatchObject({
      name: 'ConflictError',
    });
  });

  it('ends it before it begins when somebody rejects', async () => {
    const { knex, decide } = await createWorld();
    expect(await decide(false)).toMatchObject({ status: 'rejected' });
    expect((await states(knex))[0]).toBe('open');
  });
});
