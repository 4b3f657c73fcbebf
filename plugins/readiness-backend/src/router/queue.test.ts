import { mockCredentials } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  ReadinessClient,
  readinessAuditReadPermission,
  readinessAuditRunPermission,
} from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import request from 'supertest';
import {
  createReadinessConditionalDecision,
  readinessConditions,
} from '../index';
import { createTestDatabases, databaseIds } from '../__testUtils__/databases';
import { createEntity, seed } from '../__testUtils__/fixtures';
import { startReadiness } from '../__testUtils__/startReadiness';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const ref = (name: string) => `component:default/${name}`;

describe.each(databaseIds)('queue on %s', id => {
  let knex: Knex;
  let backend: Awaited<ReturnType<typeof startReadiness>>;
  let decisions: Record<string, PolicyDecision | undefined>;

  beforeAll(async () => {
    knex = await databases.migrated(id);
    await seed(knex, [
      createEntity('one', { owner: 'group:default/a' }),
      createEntity('two', { owner: 'group:default/b' }),
      createEntity('api', { owner: 'group:default/a', kind: 'API' }),
    ]);
    backend = await startReadiness({
      knex,
      checks: [],
      decide: permission => decisions[permission],
    });
  });
  beforeEach(async () => {
    decisions = {};
    await knex('queue').update({
      priority: 10,
      turn: 1,
      dead_at: null,
      attempts: 0,
    });
  });
  afterAll(() => backend.stop());

  const post = (path: string, body: object) =>
    request(backend.server).post(`/api/readiness/v1${path}`).send(body);
  const requested = () =>
    knex('queue')
      .where({ priority: 0 })
      .orderBy('entity_ref')
      .pluck('entity_ref');

  it('answers the client of the common package', async () => {
    const { port } = backend.server;
    const client = new ReadinessClient({
      discoveryApi: {
        getBaseUrl: async () => `http://localhost:${port()}/api/readiness`,
      },
      fetchApi: {
        fetch: (url, init) =>
          fetch(url, {
            ...init,
            headers: {
              ...init?.headers,
              Authorization: mockCredentials.user.header(),
            },
          }),
      },
    });
    await knex('queue')
      .where({ entity_ref: ref('one') })
      .update({ dead_at: '2020-01-01 00:00:00.000', turn: null });
    expect(await client.getQueue()).toMatchObject({
      states: { queued: 2, 'dead-letter': 1 },
    });
    const { items } = await client.getServices({ state: ['dead-letter'] });
    expect(items).toMatchObject([{ entityRef: ref('one') }]);
    expect(await client.retryDeadLetters({ host: ['elsewhere'] })).toBe(0);
    expect(await client.retryDeadLetters()).toBe(1);
    expect(await client.getQueue()).toMatchObject({
      states: { queued: 3, 'dead-letter': 0 },
    });
    expect(
      await client.requestAudits({ entityRefs: [ref('two')] }),
    ).toMatchObject({ items: [{ status: 'requested' }] });
  });

  it('puts many first, and says for each what became of it', async () => {
    decisions[readinessAuditReadPermission.name] =
      createReadinessConditionalDecision(
        readinessAuditReadPermission,
        readinessConditions.isEntityOwner({ claims: ['group:default/a'] }),
      );
    decisions[readinessAuditRunPermission.name] =
      createReadinessConditionalDecision(
        readinessAuditRunPermission,
        readinessConditions.isKind({ kinds: ['Component'] }),
      );
    const { status, body } = await post('/audits', {
      entityRefs: [
        'Component:Default/One',
        ref('two'),
        'api:default/api',
        ref('x'),
      ],
    });
    expect(status).toBe(202);
    expect(body.items).toEqual([
      { entityRef: ref('one'), status: 'requested' },
      { entityRef: ref('two'), status: 'not-found' },
      { entityRef: 'api:default/api', status: 'not-allowed' },
      { entityRef: ref('x'), status: 'not-found' },
    ]);
    expect(await requested()).toEqual([ref('one')]);
  });

  it.each([
    ['nothing', {}, 'entityRefs'],
    ['none', { entityRefs: [] }, 'entityRefs'],
    ['too many', { entityRefs: Array(501).fill(ref('one')) }, 'entityRefs'],
    ['what is no reference', { entityRefs: ['one'] }, 'entityRefs'],
    [
      'more than is known',
      { entityRefs: [ref('one')], all: true },
      'additional',
    ],
  ])('refuses %s', async (_, body, field) => {
    const response = await post('/audits', body);
    expect(response.status).toBe(400);
    expect(JSON.stringify(response.body)).toContain(field);
    expect(await requested()).toEqual([]);
  });

  it('retries only what the caller may run', async () => {
    await knex('queue').update({ dead_at: '2020-01-01 00:00:00.000' });
    decisions[readinessAuditRunPermission.name] =
      createReadinessConditionalDecision(
        readinessAuditRunPermission,
        readinessConditions.isEntityOwner({ claims: ['group:default/b'] }),
      );
    const { body } = await post('/queue/dead-letters/retry', {});
    expect(body).toEqual({ retried: 1 });
    expect(
      await knex('queue').whereNull('dead_at').pluck('entity_ref'),
    ).toEqual([ref('two')]);

    decisions[readinessAuditRunPermission.name] = {
      result: AuthorizeResult.DENY,
    };
    const denied = await post('/queue/dead-letters/retry', {});
    expect(denied.status).toBe(403);
  });
});
