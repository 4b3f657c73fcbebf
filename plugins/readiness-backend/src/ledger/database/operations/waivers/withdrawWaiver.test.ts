import {
  createTestDatabases,
  databaseIds,
} from '../../../../__testUtils__/databases';
import {
  createWaivedWorld,
  judged,
  states,
  waive,
} from '../../../../__testUtils__/waivers';
import { readFindingEvents } from '../findings/readFindingEvents';
import { readWaiver } from './readWaiver';
import { withdrawWaiver } from './withdrawWaiver';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('withdrawWaiver on %s', id => {
  it('brings the finding back, once', async () => {
    const knex = await databases.migrated(id);
    const { ids } = await createWaivedWorld(knex);
    const before = await judged(knex);
    const {
      waivers: [waiver],
    } = await waive(knex, {
      kind: 'false-positive',
      findings: [ids[0]],
      reason: 'x',
    });
    await judged(knex);
    const withdraw = () =>
      knex.transaction(tx =>
        withdrawWaiver({
          tx,
          waiver,
          comment: 'It is true.',
          actor: 'user:default/tom',
        }),
      );
    expect(await withdraw()).toMatchObject({
      status: 'withdrawn',
      endedBy: 'user:default/tom',
      endedAt: expect.any(String),
    });
    expect(await readWaiver({ knex, id: waiver.id })).toMatchObject({
      status: 'withdrawn',
    });
    expect((await states(knex))[0]).toBe('reopened');
    expect((await readFindingEvents({ knex, id: ids[0] }))[0]).toMatchObject({
      kind: 'waiver-ended',
      actor: 'user:default/tom',
      text: 'It is true.',
    });
    expect((await judged(knex)).overall).toEqual(before.overall);
    await expect(withdraw()).rejects.toMatchObject({ name: 'ConflictError' });
  });
});
