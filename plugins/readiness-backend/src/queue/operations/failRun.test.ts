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
import { failRun } from './failRun';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const entityRef = 'component:default/one';

describe.each(databaseIds)('failRun on %s', id => {
  it('remembers the error, counts, and waits', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const run = await claim(knex, entityRef);
    await failRun({
      knex,
      run,
      message: `host is \0down${'!'.repeat(5000)}`,
      retryInSeconds: 600,
      maxAttempts: 3,
    });

    const queue = createQueue(knex);
    const state = await queue.state(entityRef);
    expect(state).toMatchObject({
      status: 'failed',
      error: { attempts: 1, message: expect.stringMatching(/^host is down!/) },
    });
    expect(state?.error?.message).toHaveLength(2000);
    expect(Date.parse(state!.nextAuditAt!) - Date.now()).toBeGreaterThan(
      500_000,
    );
    expect(await claimNext(knex)).toBeUndefined();
  });

  it('is due at once when somebody asked while it ran, and ignores old tickets', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const queue = createQueue(knex);
    const run = await claim(knex, entityRef);
    await queue.request([entityRef]);
    await failRun({
      knex,
      run,
      message: 'no',
      retryInSeconds: 600,
      maxAttempts: 3,
    });
    const next = await claimNext(knex);
    expect(next).toMatchObject({ entityRef, attempts: 1 });

    await failRun({
      knex,
      run,
      message: 'late',
      retryInSeconds: 600,
      maxAttempts: 3,
    });
    expect((await queue.state(entityRef))?.status).toBe('running');
  });

  it('gives up after the last attempt, until somebody asks', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const queue = createQueue(knex);
    const failAgain = async () =>
      failRun({
        knex,
        run: await claim(knex, entityRef),
        message: 'no',
        retryInSeconds: 0,
        maxAttempts: 2,
      });
    await failAgain();
    expect((await queue.state(entityRef))?.status).toBe('queued');
    await failAgain();
    expect(await queue.state(entityRef)).toMatchObject({
      status: 'dead-letter',
      nextAuditAt: null,
      error: { message: 'no', attempts: 2 },
    });
    expect(await claimNext(knex)).toBeUndefined();

    await queue.request([entityRef]);
    expect((await queue.state(entityRef))?.status).toBe('queued');
    expect(await claimNext(knex)).toMatchObject({ entityRef, attempts: 0 });
  });
});
