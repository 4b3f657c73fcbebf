import { mockServices } from '@backstage/backend-test-utils';
import { createDeferred } from '@backstage/types';
import { RateLimitedError } from '@readiness/plugin-readiness-node';
import { createTestDatabases, databaseIds } from '../__testUtils__/databases';
import { eventually } from '../__testUtils__/eventually';
import { createEntity, createQueue, seed } from '../__testUtils__/fixtures';
import { AuditWorkers, WorkOnRun } from './AuditWorkers';
import { completeRun } from './operations/completeRun';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('AuditWorkers on %s', id => {
  async function start(count: number, concurrency: number, work: WorkOnRun) {
    const knex = await databases.migrated(id);
    await seed(
      knex,
      Array.from({ length: count }, (_, index) => createEntity(`e${index}`)),
    );
    const queue = createQueue(knex);
    const logger = mockServices.logger.mock();
    const workers = new AuditWorkers({
      queue,
      work,
      concurrency,
      shutdownGraceSeconds: 0.2,
      logger,
    });
    workers.start();
    return { knex, queue, logger, workers };
  }

  it('works on as many at once as allowed, until nothing is due', async () => {
    let now = 0;
    let most = 0;
    let done = 0;
    const { workers } = await start(7, 3, async () => {
      most = Math.max(most, ++now);
      await new Promise(resolve => setTimeout(resolve, 20));
      now--;
      done++;
    });
    await eventually(async () => expect(done).toBe(7));
    expect(most).toBe(3);
    await workers.stop();
  });

  it('goes on after failures, and logs each once with its entity', async () => {
    const { knex, queue, logger, workers } = await start(2, 1, async run => {
      if (run.entityRef.endsWith('e0')) {
        throw new Error('the host is down');
      }
      await completeRun({ tx: knex, run, nextInSeconds: 600 });
    });
    await eventually(async () => {
      expect(await queue.state('component:default/e0')).toMatchObject({
        status: 'failed',
        error: { message: 'the host is down' },
      });
      const { ticket } = await knex('queue')
        .where({ entity_ref: 'component:default/e1' })
        .first();
      expect(ticket).toBeNull();
    });
    expect(logger.warn.mock.calls).toEqual([
      ['Audit of component:default/e0 failed: Error: the host is down'],
    ]);
    await workers.stop();
  });

  it('looks at once when it is told', async () => {
    const worked = jest.fn();
    const { knex, queue, workers } = await start(0, 1, async run => {
      worked();
      await completeRun({ tx: knex, run, nextInSeconds: 600 });
    });
    await seed(knex, [createEntity('late')]);
    const begin = Date.now();
    queue.nudge();
    await eventually(async () => expect(worked).toHaveBeenCalled());
    expect(Date.now() - begin).toBeLessThan(2000);
    await workers.stop();
  });

  it('hands back what is running when it stops', async () => {
    const begun = createDeferred<void>();
    const { queue, workers, logger } = await start(
      1,
      1,
      (_, { signal }) =>
        new Promise((_resolve, reject) => {
          begun.resolve();
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    );
    await begun;
    await workers.stop();
    expect(await queue.state('component:default/e0')).toMatchObject({
      status: 'queued',
      position: 1,
    });
    expect(logger.warn).not.toHaveBeenCalled();
  });

  it('survives a database that does not answer', async () => {
    const { queue, workers, logger } = await start(0, 1, async () => {});
    jest.spyOn(queue, 'claim').mockRejectedValueOnce(new Error('gone'));
    queue.nudge();
    await eventually(async () =>
      expect(logger.warn).toHaveBeenCalledWith(
        'Could not look for due audits: Error: gone',
      ),
    );
    await workers.stop();
  });

  it('lets what is running end within the grace period', async () => {
    const begun = createDeferred<void>();
    const { knex, workers } = await start(1, 1, async run => {
      begun.resolve();
      await new Promise(resolve => setTimeout(resolve, 50));
      await completeRun({ tx: knex, run, nextInSeconds: 600 });
    });
    await begun;
    await workers.stop();
    expect(await knex('queue').first()).toMatchObject({
      ticket: null,
      turn: null,
    });
  });

  it('works on entities of one repository one after the other, in one visit', async () => {
    const visits: unknown[] = [];
    const names: string[] = [];
    const { knex, queue, workers } = await start(
      0,
      4,
      async (run, { visit }) => {
        visits.push(visit);
        names.push(run.entityRef);
        if (names.length === 1) {
          throw new Error('the first fails');
        }
        await completeRun({ tx: knex, run, nextInSeconds: 600 });
      },
    );
    await seed(knex, [createEntity('a'), createEntity('b')], {
      host: 'git.example.com',
      repository: 'https://git.example.com/mono',
    });
    queue.nudge();
    await eventually(async () => expect(names).toHaveLength(2));
    await workers.stop();
    expect(names).toEqual(['component:default/a', 'component:default/b']);
    expect(visits[0]).toEqual({ entities: 2 });
    expect(visits[1]).toBe(visits[0]);
  });

  it('leaves a host alone that wants fewer requests, and counts no failure', async () => {
    const { knex, queue, workers, logger } = await start(0, 4, async () => {
      throw new RateLimitedError('HTTP 429', { retryAfterSeconds: 120 });
    });
    await seed(knex, [createEntity('a'), createEntity('b')], {
      host: 'git.example.com',
      repository: 'https://git.example.com/mono',
    });
    queue.nudge();
    await eventually(async () => {
      for (const name of ['a', 'b']) {
        expect(await queue.state(`component:default/${name}`)).toMatchObject({
          status: 'queued',
          rateLimited: { host: 'git.example.com' },
        });
      }
    });
    expect(await knex('queue').where('attempts', '>', 0)).toEqual([]);
    expect(logger.warn).not.toHaveBeenCalled();
    await workers.stop();
  });
});
