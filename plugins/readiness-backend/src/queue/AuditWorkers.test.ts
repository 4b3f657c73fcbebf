import { mockServices } from '@backstage/backend-test-utils';
import { createDeferred } from '@backstage/types';
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
    const workers = new AuditWorkers({ queue, work, concurrency, logger });
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
});
