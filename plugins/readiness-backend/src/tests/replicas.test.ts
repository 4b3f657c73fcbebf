import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { enterpriseStandard } from '@readiness/plugin-readiness-common';
import knexFactory, { Knex } from 'knex';
import { AuditRunner } from '../auditing/AuditRunner';
import { DatabaseAuditLedger } from '../ledger/DatabaseAuditLedger';
import { AuditWorkers } from '../queue/AuditWorkers';
import { createTestDatabases } from '../__testUtils__/databases';
import { eventually } from '../__testUtils__/eventually';
import {
  createCheck,
  createCollector,
  createEntity,
  createQueue,
  createResult,
  seed,
} from '../__testUtils__/fixtures';

jest.setTimeout(120_000);
const databases = createTestDatabases();
const COUNT = 120;

describe('replicas on one PostgreSQL', () => {
  const entities = Array.from({ length: COUNT }, (_, index) =>
    createEntity(`e${index}`),
  );
  const check = createCheck('log-levels');
  const opened: Knex[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(knex => knex.destroy()));
  });

  /** A replica with connections of its own, and what it collected. */
  function createReplica(first: Knex) {
    const knex = knexFactory(first.client.config);
    opened.push(knex);
    const collected: string[] = [];
    const collector = createCollector('fake', [check], async ({ entity }) => {
      collected.push(entity.metadata.name);
      await new Promise(resolve => setTimeout(resolve, Math.random() * 20));
      return {
        status: 'collected',
        revision: 'r1',
        source: null,
        results: [createResult(check, 'fail')],
      };
    });
    const queue = createQueue(knex);
    const runner = new AuditRunner({
      catalog: catalogServiceMock({ entities }),
      auth: mockServices.auth(),
      ledger: new DatabaseAuditLedger({ knex }),
      standard: enterpriseStandard,
      collectors: [collector],
      rulesHash: 'rules',
      timeoutSeconds: 60,
      logger: mockServices.rootLogger(),
    });
    const workers = new AuditWorkers({
      queue,
      work: (run, options) => runner.run(run, options),
      concurrency: 4,
      shutdownGraceSeconds: 10,
      logger: mockServices.rootLogger(),
    });
    return { knex, queue, workers, collected };
  }

  it('share the work: every entity is audited once', async () => {
    const knex = await databases.migrated('POSTGRES_18');
    await seed(knex, entities);
    const replicas = [createReplica(knex), createReplica(knex)];
    replicas.forEach(({ workers }) => workers.start());
    await eventually(async () => {
      expect(await knex('audits')).toHaveLength(COUNT);
    }, 60_000);
    await Promise.all(replicas.map(({ workers }) => workers.stop()));

    const [a, b] = replicas.map(({ collected }) => collected);
    expect(a.length).toBeGreaterThan(0);
    expect(b.length).toBeGreaterThan(0);
    expect([...a, ...b].sort()).toEqual(
      entities.map(({ metadata }) => metadata.name).sort(),
    );
    expect(await knex('queue').whereNotNull('ticket')).toEqual([]);
  });

  it('take over what a dead one held when its lease ends, and its late result is dropped', async () => {
    const knex = await databases.migrated('POSTGRES_18');
    await seed(knex, entities.slice(0, 3));
    const dead = createReplica(knex);
    const [held] = (await dead.queue.claim(1))[0].runs;
    // As if 60 seconds had passed without a heartbeat.
    await knex('queue')
      .where({ entity_ref: held.entityRef })
      .update({ next_audit_at: '2020-01-01 00:00:00.000' });

    const living = createReplica(knex);
    living.workers.start();
    await eventually(async () => {
      expect(await knex('audits')).toHaveLength(3);
    });
    await living.workers.stop();
    expect(living.collected).toHaveLength(3);
    expect(await dead.queue.renew([held])).toEqual([]);
    await dead.queue.fail(held, 'too late');
    expect(await knex('queue').whereNotNull('last_error')).toEqual([]);
  });
});
