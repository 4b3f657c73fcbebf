import { createBackendModule } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { ServiceItem } from '@readiness/plugin-readiness-common';
import {
  CollectOutcome,
  ReadinessCollector,
  readinessCollectorsExtensionPoint,
} from '@readiness/plugin-readiness-node';
import { Knex } from 'knex';
import request from 'supertest';
import readinessPlugin from './index';
import { createTestDatabases, databaseIds } from './__testUtils__/databases';
import { eventually } from './__testUtils__/eventually';
import {
  createCheck,
  createCollector,
  createEntity,
  createResult,
} from './__testUtils__/fixtures';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const check = createCheck('log-levels');
const other = createCheck('log-format', { severity: 'medium' });

const collected: CollectOutcome = {
  status: 'collected',
  revision: 'r1',
  source: 'https://example.com/repository',
  results: [createResult(check, 'fail'), createResult(other, 'pass')],
};

function start(options: {
  knex: Knex;
  entities: Entity[];
  collectors: ReadinessCollector[];
  config?: object;
  skipMigrations?: boolean;
}) {
  return startTestBackend({
    features: [
      readinessPlugin,
      createBackendModule({
        pluginId: 'readiness',
        moduleId: 'fake',
        register(env) {
          env.registerInit({
            deps: { collectors: readinessCollectorsExtensionPoint },
            async init({ collectors }) {
              options.collectors.forEach(collector =>
                collectors.addCollector(collector),
              );
            },
          });
        },
      }),
      mockServices.database.factory({
        knex: options.knex,
        migrations: { skip: options.skipMigrations },
      }),
      catalogServiceMock.factory({ entities: options.entities }),
      mockServices.rootConfig.factory({
        data: {
          readiness: options.config ?? {
            audits: { shutdownGrace: { seconds: 1 } },
          },
        },
      }),
    ],
  });
}

describe.each(databaseIds)('readinessPlugin on %s', id => {
  it('audits every entity of the catalog by itself, serves the result, and audits again when asked', async () => {
    const collector = createCollector(
      'fake',
      [check, other],
      async ({ knownRevision }) =>
        knownRevision ? { status: 'unchanged' } : collected,
    );
    const backend = await start({
      knex: await databases.empty(id),
      collectors: [collector],
      entities: [
        createEntity('one'),
        createEntity('two', { kind: 'API' }),
        createEntity('team-a', { kind: 'Group' }),
      ],
    });
    const get = (path: string) =>
      request(backend.server).get(`/api/readiness/v1${path}`);
    await eventually(async () => {
      const { body } = await get('/services');
      expect(body.totalItems).toBe(2);
      expect(body.items.map((item: ServiceItem) => item.state)).toEqual([
        'done',
        'done',
      ]);
    });

    const one = '/entities/component/default/one';
    const before = (await get(one)).body;
    expect(before.audit.findings).toMatchObject([
      {
        check: 'log-levels',
        path: 'src/main.ts',
        owner: 'group:default/team-a',
        firstSeenAt: expect.any(String),
        dueAt: expect.any(String),
      },
    ]);

    await new Promise(resolve => setTimeout(resolve, 20));
    const asked = await request(backend.server).post(
      `/api/readiness/v1${one}/audits`,
    );
    expect(asked.status).toBe(202);
    await eventually(async () => {
      const { body } = await get(one);
      expect(body.state.status).toBe('done');
      expect(body.state.checkedAt > before.state.checkedAt).toBe(true);
      expect(body.audit).toEqual(before.audit);
    });
    await backend.stop();
  });

  it('runs once more when that was asked while it ran', async () => {
    let finish = () => {};
    const collector = createCollector('fake', [check, other], async () => {
      await new Promise<void>(resolve => {
        finish = resolve;
      });
      return collected;
    });
    const backend = await start({
      knex: await databases.empty(id),
      collectors: [collector],
      entities: [createEntity('one')],
    });
    const calls = (count: number) =>
      eventually(async () =>
        expect(collector.collect).toHaveBeenCalledTimes(count),
      );
    await calls(1);
    for (let i = 0; i < 3; i++) {
      const { body } = await request(backend.server).post(
        '/api/readiness/v1/entities/component/default/one/audits',
      );
      expect(body.status).toBe('running');
    }
    finish();
    await calls(2);
    finish();
    await eventually(async () => {
      const { body } = await request(backend.server).get(
        '/api/readiness/v1/entities/component/default/one',
      );
      expect(body.state.status).toBe('done');
    });
    expect(collector.collect).toHaveBeenCalledTimes(2);
    await backend.stop();
  });

  it('hands back what is running when the backend stops, and the next one finishes it', async () => {
    const knex = await databases.empty(id);
    const stuck = createCollector(
      'fake',
      [check, other],
      () => new Promise(() => {}),
    );
    const entities = [createEntity('one')];
    const first = await start({ knex, collectors: [stuck], entities });
    await eventually(async () => expect(stuck.collect).toHaveBeenCalled());
    await first.stop();
    expect(await knex('queue').first()).toMatchObject({
      ticket: null,
      attempts: 0,
    });

    const quick = createCollector(
      'fake',
      [check, other],
      async () => collected,
    );
    const second = await start({ knex, collectors: [quick], entities });
    await eventually(async () => expect(await knex('audits')).toHaveLength(1));
    await second.stop();
  });

  it('shows why an audit failed', async () => {
    const collector = createCollector('fake', [check], async () => {
      throw new Error('The host does not answer');
    });
    const backend = await start({
      knex: await databases.empty(id),
      collectors: [collector],
      entities: [createEntity('one')],
    });
    await eventually(async () => {
      const { body } = await request(backend.server).get(
        '/api/readiness/v1/entities/component/default/one',
      );
      expect(body).toMatchObject({
        audit: null,
        state: {
          status: 'failed',
          error: { message: 'The host does not answer', attempts: 1 },
        },
      });
    });
    await backend.stop();
  });
});

describe('readinessPlugin', () => {
  it('does not start with a setting that it cannot use', async () => {
    await expect(
      start({
        knex: await databases.empty('SQLITE_3'),
        collectors: [],
        entities: [],
        config: { audits: { concurrency: 0 } },
      }),
    ).rejects.toThrow('readiness.audits.concurrency');
  });

  it('does not start with two collectors of one id', async () => {
    const collector = createCollector('fake', [], async () => collected);
    await expect(
      start({
        knex: await databases.empty('SQLITE_3'),
        collectors: [collector, collector],
        entities: [],
      }),
    ).rejects.toThrow('Two readiness collectors have the id "fake"');
  });

  it('leaves the database alone where that was asked', async () => {
    const knex = await databases.empty('SQLITE_3');
    const backend = await start({
      knex,
      collectors: [],
      entities: [],
      config: { audits: { enabled: false } },
      skipMigrations: true,
    });
    expect(await knex.schema.hasTable('queue')).toBe(false);
    await backend.stop();
  });
});
