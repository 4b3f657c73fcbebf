import { nowPlus } from '../../../../database/time';
import {
  createTestDatabases,
  databaseIds,
} from '../../../../__testUtils__/databases';
import { inDays } from '../../../../__testUtils__/fixtures';
import {
  createWaivedWorld,
  entityRef,
  judged,
  states,
  waive,
} from '../../../../__testUtils__/waivers';
import { readFindingEvents } from '../findings/readFindingEvents';
import { lapseWaivers } from './lapseWaivers';
import { readActiveWaivers } from './readActiveWaivers';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('lapseWaivers on %s', id => {
  async function createWorld() {
    const knex = await databases.migrated(id);
    const world = await createWaivedWorld(knex);
    await waive(knex, {
      kind: 'accepted-risk',
      findings: world.ids,
      reason: 'until tomorrow',
      expiresAt: inDays(1),
    });
    return { knex, ...world };
  }

  it('lets an accepted risk come back when its time is over, with its history', async () => {
    const { knex, ids } = await createWorld();
    expect((await judged(knex)).withoutWaivers).toBeDefined();
    expect(await lapseWaivers({ knex })).toBe(0);

    await knex('waivers')
      .where('finding_id', ids[0])
      .update({ expires_at: nowPlus(knex, -1) });
    expect(await lapseWaivers({ knex })).toBe(1);
    expect(await states(knex)).toEqual([
      'reopened',
      'accepted-risk',
      'accepted-risk',
    ]);
    expect(
      (await readFindingEvents({ knex, id: ids[0] })).map(event => [
        event.kind,
        event.actor,
      ]),
    ).toEqual([
      ['waiver-lapsed', null],
      ['risk-accepted', 'user:default/mia'],
      ['opened', null],
    ]);
    expect(
      (await judged(knex)).findings.map(({ state }) => state).sort(),
    ).toEqual(['accepted-risk', 'accepted-risk', 'reopened']);
    expect(await lapseWaivers({ knex })).toBe(0);
  });

  it('has no effect any more when its time is over, before anybody looks', async () => {
    const { knex, audit } = await createWorld();
    await knex('waivers').update({ expires_at: nowPlus(knex, -1) });
    expect(
      (await readActiveWaivers({ tx: knex, entityRef })).findings.size,
    ).toBe(0);
    await audit();
    expect(await states(knex)).toEqual(['reopened', 'reopened', 'reopened']);
    expect(await lapseWaivers({ knex })).toBe(3);
    expect(await states(knex)).toEqual(['reopened', 'reopened', 'reopened']);
  });
});
