import { mockCredentials } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  enterpriseStandard,
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
import {
  claim,
  createAudit,
  createCheck,
  createEntity,
  createResult,
  seed,
  writeAuditOf,
} from '../__testUtils__/fixtures';
import { startReadiness } from '../__testUtils__/startReadiness';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const check = createCheck('log-levels');

describe.each(databaseIds)('router on %s', id => {
  let knex: Knex;
  let backend: Awaited<ReturnType<typeof startReadiness>>;
  let decisions: { read: PolicyDecision; run: PolicyDecision };
  const allow = { result: AuthorizeResult.ALLOW } as const;
  const deny = { result: AuthorizeResult.DENY } as const;

  const get = (path: string) => backend.get(path);
  const post = (path: string) => backend.post(path);

  beforeAll(async () => {
    knex = await databases.migrated(id);
    await seed(knex, [
      createEntity('one', { owner: 'group:default/a' }),
      createEntity('two', { owner: 'group:default/b' }),
      createEntity('three', { owner: 'group:default/b', kind: 'API' }),
    ]);
    await writeAuditOf(
      knex,
      createAudit(
        'component:default/one',
        [createResult(check, 'fail'), createResult(createCheck('x'), 'pass')],
        [check],
      ),
    );
    backend = await startReadiness({
      knex,
      checks: [check],
      decide: permission =>
        permission === readinessAuditRunPermission.name
          ? decisions.run
          : decisions.read,
    });
  });
  beforeEach(() => {
    decisions = { read: allow, run: allow };
  });
  afterAll(async () => {
    await backend.stop();
  });

  it('serves an audit with its state, whatever the case of the path', async () => {
    const { status, body } = await get('/entities/Component/Default/ONE');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      entityRef: 'component:default/one',
      audit: {
        entity: 'component:default/one',
        findings: [{ check: 'log-levels', firstSeenAt: expect.any(String) }],
      },
      state: { status: 'done', stale: false },
    });
  });

  it('serves an entity without an audit', async () => {
    const { status, body } = await get('/entities/api/default/three');
    expect(status).toBe(200);
    expect(body).toEqual({
      entityRef: 'api:default/three',
      audit: null,
      state: {
        status: 'queued',
        position: 1,
        checkedAt: null,
        nextAuditAt: expect.any(String),
        stale: false,
      },
    });
  });

  it('names an entity that it does not know', async () => {
    const { status, body } = await get('/entities/component/default/none');
    expect(status).toBe(404);
    expect(body.error).toMatchObject({
      name: 'NotFoundError',
      message: 'No audited entity component:default/none',
    });
  });

  it('puts an entity first when asked for an audit, however often', async () => {
    for (let i = 0; i < 3; i++) {
      const { status, body } = await post(
        '/entities/component/default/two/audits',
      );
      expect(status).toBe(202);
      expect(body).toMatchObject({ status: 'queued', position: 1 });
    }
    await claim(knex, 'component:default/two');
    const { body } = await post('/entities/component/default/two/audits');
    expect(body).toMatchObject({ status: 'running', nextAuditAt: null });
    expect((await post('/entities/component/default/none/audits')).status).toBe(
      404,
    );
  });

  it('lists services with filters, order and cursors', async () => {
    const first = await get('/services?limit=2&orderBy=title&order=desc');
    expect(first.status).toBe(200);
    expect(first.body.totalItems).toBe(3);
    expect(
      first.body.items.map((item: { title: string }) => item.title),
    ).toEqual(['two', 'three']);
    const second = await get(
      `/services?limit=2&cursor=${first.body.pageInfo.nextCursor}`,
    );
    expect(second.body).toMatchObject({
      items: [{ entityRef: 'component:default/one', state: 'done' }],
      totalItems: 3,
      pageInfo: { prevCursor: expect.any(String) },
    });
    const filtered = await get(
      '/services?owner=group:default/a&owner=group%3Adefault%2Fb&kind=api',
    );
    expect(filtered.body).toMatchObject({
      items: [{ entityRef: 'api:default/three', score: null }],
      totalItems: 1,
    });
  });

  it.each([
    ['/services?limit=0', 'limit'],
    ['/services?limit=201', 'limit'],
    ['/services?limit=many', 'limit'],
    ['/services?order=up', 'order'],
    ['/services?orderBy=password', 'orderBy'],
    ['/services?state=lost', 'state'],
    ['/services?colour=red', 'colour'],
    ['/services?cursor=garbage', 'cursor'],
    [`/services?cursor=${'x'.repeat(15_000)}`, 'cursor'],
    [`/services?text=${'x'.repeat(300)}`, 'text'],
  ])('refuses %.40s, naming the field', async (path, field) => {
    const { status, body } = await get(path);
    expect(status).toBe(400);
    expect(body.error.name).toBe('InputError');
    expect(body.error.message).toContain(field);
  });

  it('never answers with 500 to odd characters', async () => {
    for (const path of [
      '/services?text=%00',
      '/services?owner=%00&area=%00',
      '/entities/component/default/%00',
      '/entities/a%2Fb/default/x',
      '/standards/%00',
    ]) {
      expect([
        path,
        [200, 400, 404].includes((await get(path)).status),
      ]).toEqual([path, true]);
    }
  });

  it('answers 429 to whoever asks for too much', async () => {
    const entityRefs = Array.from(
      { length: 500 },
      (_, index) => `component:default/none-${index}`,
    );
    const ask = async () =>
      (
        await backend
          .post('/audits', { entityRefs })
          .set(
            'Authorization',
            mockCredentials.user.header('user:default/greedy'),
          )
      ).status;
    const answers = [];
    for (let i = 0; i < 5; i++) {
      answers.push(await ask());
    }
    expect(answers).toEqual([202, 202, 202, 202, 429]);
  });

  it('lists the values of the filters', async () => {
    const { status, body } = await get('/services/facets');
    expect(status).toBe(200);
    expect(body).toEqual({
      owner: ['group:default/a', 'group:default/b'],
      kind: ['API', 'Component'],
      type: ['service'],
      system: [],
      lifecycle: ['production'],
    });
  });

  it('serves the standards with all checks', async () => {
    const list = await get('/standards');
    expect(list.body.items).toMatchObject([
      {
        id: 'enterprise',
        checks: 1 + enterpriseStandard.attestedChecks.length,
      },
    ]);
    const { status, body } = await get('/standards/enterprise');
    expect(status).toBe(200);
    expect(body).toMatchObject(JSON.parse(JSON.stringify(enterpriseStandard)));
    expect(body.checks).toContainEqual(check);
    expect((await get('/standards/gold')).status).toBe(404);
  });

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
            headers: { Authorization: mockCredentials.user.header() },
          }),
      },
    });
    const page = await client.getServices({
      owner: ['group:default/a', 'group:default/b'],
      limit: 1,
      orderBy: 'auditedAt',
    });
    expect(page).toMatchObject({ totalItems: 3 });
    expect(
      (await client.getServices({ cursor: page.pageInfo.nextCursor })).items,
    ).toHaveLength(2);
    expect(await client.getServiceFacets()).toHaveProperty('owner');
    expect(await client.getStandards()).toHaveLength(1);
    expect(await client.getStandard('enterprise')).toHaveProperty('checks');
    expect(await client.requestAudit('api:default/three')).toMatchObject({
      status: 'queued',
    });
    await expect(
      client.getEntityReadiness('component:x'),
    ).rejects.toMatchObject({
      statusCode: 404,
      body: { error: { message: 'No audited entity component:default/x' } },
    });
  });

  it('wants to know who asks', async () => {
    for (const path of ['/services', '/standards', '/entities/a/b/c']) {
      const { status } = await get(path).set(
        'Authorization',
        mockCredentials.user.invalidHeader(),
      );
      expect(status).toBe(401);
    }
  });

  describe('permissions', () => {
    const ownedByA = () => ({
      read: createReadinessConditionalDecision(
        readinessAuditReadPermission,
        readinessConditions.isEntityOwner({ claims: ['group:default/a'] }),
      ),
      run: deny,
    });

    it('hides everything of others', async () => {
      decisions = ownedByA();
      expect((await get('/entities/component/default/one')).status).toBe(200);
      const hidden = await get('/entities/component/default/two');
      expect(hidden.status).toBe(404);
      expect(hidden.body.error.message).toBe(
        'No audited entity component:default/two',
      );
      expect((await get('/services')).body).toMatchObject({
        items: [{ entityRef: 'component:default/one' }],
        totalItems: 1,
      });
      expect((await get('/services/facets')).body).toMatchObject({
        owner: ['group:default/a'],
        kind: ['Component'],
      });
    });

    it('decides anew for every page, whoever made its cursor', async () => {
      const { body } = await get('/services?limit=1&orderBy=title');
      decisions = ownedByA();
      const next = await get(`/services?cursor=${body.pageInfo.nextCursor}`);
      expect(next.body).toMatchObject({ items: [], totalItems: 1 });
    });

    it('tells apart what may be read, and what may be run', async () => {
      decisions = ownedByA();
      const run = (path: string) => post(`/entities/component/${path}/audits`);
      expect((await run('default/one')).status).toBe(403);
      expect((await run('default/two')).status).toBe(404);
      decisions.run = createReadinessConditionalDecision(
        readinessAuditRunPermission,
        { not: readinessConditions.isKind({ kinds: ['API'] }) },
      );
      expect((await run('default/one')).status).toBe(202);
    });

    it('refuses lists to those who may read nothing', async () => {
      decisions = { read: deny, run: deny };
      expect((await get('/services')).status).toBe(403);
      expect((await get('/services/facets')).status).toBe(403);
      expect((await get('/entities/component/default/one')).status).toBe(404);
    });

    it('tells other plugins what conditions mean', async () => {
      const { status, body } = await request(backend.server)
        .post(
          '/api/readiness/.well-known/backstage/permissions/apply-conditions',
        )
        .set('Authorization', mockCredentials.service.header())
        .send({
          items: ['one', 'two', 'none'].map(name => ({
            id: name,
            resourceRef: `component:default/${name}`,
            resourceType: 'readiness-audit',
            conditions: readinessConditions.isEntityOwner({
              claims: ['group:default/a'],
            }),
          })),
        });
      expect(status).toBe(200);
      expect(
        body.items.map(({ result }: { result: string }) => result),
      ).toEqual(['ALLOW', 'DENY', 'DENY']);
    });
  });
});
