import { mockCredentials } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  ReadinessClient,
  readinessAuditReadPermission,
  readinessFindingReadPermission,
  readinessFindingTriagePermission,
} from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import {
  createReadinessConditionalDecision,
  readinessConditions,
} from '../index';
import { createTestDatabases, databaseIds } from '../__testUtils__/databases';
import {
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

describe.each(databaseIds)('findings on %s', id => {
  let knex: Knex;
  let backend: Awaited<ReturnType<typeof startReadiness>>;
  let decisions: Record<string, PolicyDecision | undefined>;
  let mine: string;
  let other: string;

  beforeAll(async () => {
    knex = await databases.migrated(id);
    await seed(knex, [
      createEntity('one', { owner: 'group:default/a' }),
      createEntity('two', { owner: 'group:default/b' }),
    ]);
    for (const name of ['one', 'two']) {
      await writeAuditOf(
        knex,
        createAudit(
          `component:default/${name}`,
          [createResult(check, 'fail')],
          [check],
        ),
      );
    }
    [mine, other] = await knex('findings').orderBy('entity_ref').pluck('id');
    backend = await startReadiness({
      knex,
      checks: [check],
      decide: permission => decisions[permission],
    });
  });
  beforeEach(async () => {
    decisions = {};
    await knex('findings').update({ state: 'open', version: 1 });
  });
  afterAll(() => backend.stop());

  const ofA = (
    permission: Parameters<typeof createReadinessConditionalDecision>[0],
  ) => ({
    [permission.name]: createReadinessConditionalDecision(
      permission,
      readinessConditions.isEntityOwner({ claims: ['group:default/a'] }),
    ),
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
            headers: {
              ...init?.headers,
              Authorization: mockCredentials.user.header(),
            },
          }),
      },
    });
    const page = await client.getFindings({
      severity: ['high'],
      newSince: '2020-01-01T00:00:00+01:00',
      overdue: false,
      limit: 1,
    });
    expect(page).toMatchObject({ totalItems: 2, items: [{ state: 'open' }] });
    const next = await client.getFindings({ cursor: page.pageInfo.nextCursor });
    expect(next.items).toHaveLength(1);

    expect(await client.getFinding(mine)).toMatchObject({
      evidence: { subject: 'only' },
    });
    const started = await client.triageFinding(
      mine,
      { type: 'start', comment: 'now' },
      { version: 1, idempotencyKey: 'a' },
    );
    expect(started).toMatchObject({ state: 'in-progress', version: 2 });
    // The same once more is no conflict: the key tells that it is the same.
    expect(
      await client.triageFinding(
        mine,
        { type: 'start', comment: 'now' },
        { version: 1, idempotencyKey: 'a' },
      ),
    ).toEqual(started);
    expect(await client.getFindingEvents(mine)).toMatchObject([
      { kind: 'started', actor: 'user:default/mock', text: 'now' },
      { kind: 'opened', actor: null, revision: 'r1' },
    ]);
    await expect(
      client.triageFinding(mine, { type: 'reset' }, { version: 1 }),
    ).rejects.toMatchObject({ statusCode: 412 });
    expect(
      await client.triageFindings({
        findings: [{ id: mine }, { id: other }],
        action: { type: 'acknowledge' },
      }),
    ).toMatchObject({ applied: true });
  });

  it('has entity tags', async () => {
    const { headers, status } = await backend.get(`/findings/${mine}`);
    expect([status, headers.etag]).toEqual([200, '"1"']);
    const again = await backend
      .get(`/findings/${mine}`)
      .set('If-None-Match', headers.etag);
    expect(again.status).toBe(304);
    const done = await backend
      .post(`/findings/${mine}/triage`, { type: 'start' })
      .set('If-Match', headers.etag);
    expect([done.status, done.headers.etag]).toEqual([200, '"2"']);
  });

  it('answers 409 to what the state does not allow', async () => {
    await knex('findings').where({ id: mine }).update({ state: 'resolved' });
    const { status, body } = await backend.post(`/findings/${mine}/triage`, {
      type: 'acknowledge',
    });
    expect(status).toBe(409);
    expect(body.error.message).toBe(
      'A finding that is resolved cannot become acknowledged',
    );
  });

  it('tells the auditor what was done and what failed', async () => {
    const { createEvent } = backend.auditor;
    createEvent.mockClear();
    await backend.post(`/findings/${mine}/triage`, { type: 'start' });
    await backend.post('/findings/none/triage', { type: 'start' });
    expect(createEvent.mock.calls).toMatchObject([
      [
        {
          eventId: 'finding-triage',
          severityLevel: 'medium',
          meta: { queryType: 'start', finding: mine },
        },
      ],
      [{ meta: { finding: 'none' } }],
    ]);
    const [done, failed] = await Promise.all(
      createEvent.mock.results.map(({ value }) => value),
    );
    expect(done.success).toHaveBeenCalledTimes(1);
    expect(failed.fail).toHaveBeenCalledWith({
      error: expect.objectContaining({ name: 'NotFoundError' }),
    });
  });

  describe('with permissions', () => {
    it.each([readinessAuditReadPermission, readinessFindingReadPermission])(
      'hides what $name does not allow from lists, counts and ids',
      async permission => {
        decisions = ofA(permission);
        const { body } = await backend.get('/findings');
        expect(body).toMatchObject({ totalItems: 1, items: [{ id: mine }] });
        for (const path of [
          `/findings/${other}`,
          `/findings/${other}/events`,
        ]) {
          expect((await backend.get(path)).status).toBe(404);
        }
        expect(
          (await backend.post(`/findings/${other}/triage`, { type: 'start' }))
            .status,
        ).toBe(404);
        const bulk = await backend.post('/findings/triage', {
          findings: [{ id: mine }, { id: other }],
          action: { type: 'start' },
        });
        expect(bulk.body).toMatchObject({
          applied: false,
          items: [{ result: 'unchanged' }, { code: 'not-found' }],
        });
        decisions = { [permission.name]: { result: AuthorizeResult.DENY } };
        expect((await backend.get('/findings')).status).toBe(403);
      },
    );

    it('shows audits without findings to those who may only see scores', async () => {
      decisions = ofA(readinessFindingReadPermission);
      const audit = async (name: string) =>
        (await backend.get(`/entities/component/default/${name}`)).body.audit;
      expect((await audit('one')).findings).toHaveLength(1);
      expect(await audit('two')).toMatchObject({
        findings: [],
        areas: expect.anything(),
      });
      expect(JSON.stringify(await audit('two'))).not.toContain('main.ts');
    });

    it('refuses decisions to those who may only read', async () => {
      decisions = ofA(readinessFindingTriagePermission);
      expect(
        (await backend.post(`/findings/${other}/triage`, { type: 'start' }))
          .status,
      ).toBe(403);
      const bulk = await backend.post('/findings/triage', {
        findings: [{ id: mine }, { id: other }],
        action: { type: 'start' },
      });
      expect(bulk.body.items).toMatchObject([
        { result: 'unchanged' },
        { result: 'refused', code: 'not-allowed' },
      ]);
      expect(await knex('findings').where({ state: 'open' })).toHaveLength(2);
    });
  });

  const many = (count: number) => ({
    findings: Array.from({ length: count }, (_, index) => ({
      id: `f${index}`,
    })),
    action: { type: 'start' },
  });
  it.each<[string, object | string | undefined, string]>([
    ['/findings/triage', undefined, 'body'],
    ['/findings/triage', '{"findings":', 'body'],
    ['/findings/triage', '[]', 'body'],
    ['/findings/triage', {}, 'findings'],
    ['/findings/triage', many(0), 'findings'],
    ['/findings/triage', many(501), 'findings'],
    ['/findings/triage', { ...many(1), more: 1 }, 'body'],
    ['/findings/triage', { ...many(1), action: { type: 'resolve' } }, 'action'],
    [
      '/findings/triage',
      { findings: [{ id: 'a' }, { id: 'a' }], action: { type: 'start' } },
      'findings',
    ],
    [
      '/findings/triage',
      { findings: [{ id: 'a', version: -1 }], action: { type: 'start' } },
      'version',
    ],
    ['/findings/x/triage', { type: 'start', comment: 7 }, 'comment'],
    ['/findings/x/triage', { type: 'comment', comment: '' }, 'comment'],
    [
      '/findings/x/triage',
      { type: 'comment', comment: 'x'.repeat(5001) },
      'comment',
    ],
    [
      '/findings/x/triage',
      { type: 'comment', comment: 'x'.repeat(300_000) },
      'body',
    ],
    ['/findings/x/triage', { type: 'comment', comment: 'a\0b' }, 'comment'],
    ['/findings/x/triage', { type: 'assign', assignee: 'mia' }, 'assignee'],
    [
      '/findings/x/triage',
      { type: 'assign', assignee: 'component:default/x' },
      'assignee',
    ],
    [
      '/findings/x/triage',
      { type: 'link-ticket', ticket: 'data:text/html,x' },
      'ticket',
    ],
  ])(
    'refuses a bad body to %s, naming the field: %.60j',
    async (path, body, field) => {
      const response = await backend
        .post(path)
        .set('Content-Type', 'application/json')
        .send(body);
      expect([response.status, response.body.error.name]).toEqual([
        400,
        'InputError',
      ]);
      expect(response.body.error.message).toContain(field);
    },
  );

  it.each([
    ['If-Match', '3'],
    ['If-Match', '"x"'],
    ['Idempotency-Key', 'x'.repeat(201)],
  ])('refuses the header %s: %.20s', async (name, value) => {
    const { status, body } = await backend
      .post(`/findings/${mine}/triage`, { type: 'start' })
      .set(name, value);
    expect([status, body.error.name]).toEqual([400, 'InputError']);
    expect(body.error.message.toLowerCase()).toContain(name.toLowerCase());
  });

  it.each([
    ['limit=0', 'limit'],
    ['orderBy=id', 'orderBy'],
    ['severity=mild', 'severity'],
    ['state=lost', 'state'],
    ['overdue=perhaps', 'overdue'],
    ['newSince=yesterday', 'newSince'],
    ['newSince=9999999-01-01T00:00:00Z', 'newSince'],
    ['colour=red', 'colour'],
    ['cursor=garbage', 'cursor'],
    [`text=${'x'.repeat(300)}`, 'text'],
  ])('refuses findings?%.40s, naming the field', async (query, field) => {
    const { status, body } = await backend.get(`/findings?${query}`);
    expect([status, body.error.name]).toEqual([400, 'InputError']);
    expect(body.error.message).toContain(field);
  });
});
