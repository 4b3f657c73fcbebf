import {
  MetricAttributes,
  MetricsServiceObservableCallback,
} from '@backstage/backend-plugin-api/alpha';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { nowPlus } from '../database/time';
import { createTestDatabases, databaseIds } from '../__testUtils__/databases';
import { createEntity, seed } from '../__testUtils__/fixtures';
import { observeQueue } from './observeQueue';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('observeQueue on %s', id => {
  it('tells states and age when it is asked', async () => {
    const knex = await databases.migrated(id);
    const callbacks = new Map<string, MetricsServiceObservableCallback>();
    observeQueue({
      knex,
      metrics: metricsServiceMock.mock({
        createObservableGauge: <T extends MetricAttributes>(name: string) => ({
          addCallback: (callback: MetricsServiceObservableCallback<T>) =>
            callbacks.set(name, callback as MetricsServiceObservableCallback),
          removeCallback: () => {},
        }),
      }),
    });
    const ask = async (name: string) => {
      const observe = jest.fn();
      await callbacks.get(name)!({ observe });
      return observe.mock.calls;
    };
    expect(await ask('readiness.queue.entities')).toEqual([]);
    expect(await ask('readiness.queue.age')).toEqual([[0]]);

    await seed(knex, [createEntity('one'), createEntity('two')]);
    await knex('queue').update({ next_audit_at: nowPlus(knex, -60) });
    expect(await ask('readiness.queue.entities')).toEqual([
      [2, { state: 'queued' }],
    ]);
    const [[age]] = await ask('readiness.queue.age');
    expect(age).toBeGreaterThanOrEqual(60);
    expect(age).toBeLessThan(90);
  });
});
