import {
  createTestDatabases,
  databaseIds,
} from '../../__testUtils__/databases';
import {
  claim,
  createEntity,
  createQueue,
  seed,
} from '../../__testUtils__/fixtures';
import { CompletedRun, completeRuns } from './completeRuns';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const ref = (name: string) => `component:default/${name}`;

describe.each(databaseIds)('completeRuns on %s', id => {
  it('gives each its own next time, and only those whose tickets are valid', async () => {
    const knex = await databases.migrated(id);
    await seed(
      knex,
      ['a', 'b', 'c', 'lost'].map(name => createEntity(name)),
    );
    const runs: CompletedRun[] = [];
    for (const [name, nextInSeconds] of [
      ['c', 600],
      ['a', 3600],
      ['b', 600],
      ['lost', 600],
    ] as const) {
      runs.push({ run: await claim(knex, ref(name)), nextInSeconds });
    }
    await knex('queue')
      .where({ entity_ref: ref('lost') })
      .update({ ticket: 'other' });
    const queue = createQueue(knex);
    await queue.request([ref('b')]);

    const completed = await knex.transaction(tx => completeRuns({ tx, runs }));
    expect([...completed].sort()).toEqual([ref('a'), ref('b'), ref('c')]);
    const minutes = async (name: string) => {
      const { nextAuditAt } = (await queue.state(ref(name)))!;
      return Math.round((Date.parse(nextAuditAt!) - Date.now()) / 60_000);
    };
    expect(await minutes('a')).toBe(60);
    expect(await minutes('c')).toBe(10);
    expect((await queue.state(ref('b')))?.status).toBe('queued');
    expect((await queue.state(ref('lost')))?.status).toBe('running');
  });
});
