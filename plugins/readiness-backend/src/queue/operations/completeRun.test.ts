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
import { PRIORITY } from '../priorities';
import { completeRun } from './completeRun';
import { failRun } from './failRun';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const entityRef = 'component:default/one';

describe.each(databaseIds)('completeRun on %s', id => {
  it('gives the ticket back, forgets failures and waits for the interval', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const failed = await claim(knex, entityRef);
    await failRun({
      knex,
      run: failed,
      message: 'no',
      retryInSeconds: 0,
      maxAttempts: 3,
    });
    const run = await claim(knex, entityRef);
    expect(run.attempts).toBe(1);

    expect(await completeRun({ tx: knex, run, nextInSeconds: 600 })).toBe(true);
    expect(await knex('queue').first()).toMatchObject({
      ticket: null,
      attempts: 0,
      last_error: null,
      priority: PRIORITY.scheduled,
    });
    expect(await claimNext(knex)).toBeUndefined();
    expect(await completeRun({ tx: knex, run, nextInSeconds: 600 })).toBe(
      false,
    );
  });

  it('is due again at once when that was asked while it ran', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const queue = createQueue(knex);
    const run = await claim(knex, entityRef);
    await queue.request([entityRef]);
    expect((await queue.state(entityRef))?.status).toBe('running');

    await completeRun({ tx: knex, run, nextInSeconds: 600 });
    expect((await claimNext(knex))?.entityRef).toBe(entityRef);
  });
});
