import { mockCredentials } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  enterpriseStandard,
  ReadinessClient,
  readinessAttestationCreatePermission,
  readinessAuditReadPermission,
  readinessWaiverApprovePermission,
  readinessWaiverCreatePermission,
} from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import {
  createReadinessConditionalDecision,
  readinessConditions,
} from '../index';
import { createTestDatabases, databaseIds } from '../__testUtils__/databases';
import { inDays } from '../__testUtils__/fixtures';
import { startReadiness } from '../__testUtils__/startReadiness';
import { checks, createWaivedWorld, entityRef } from '../__testUtils__/waivers';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('waivers and attestations on %s', id => {
  let knex: Knex;
  let backend: Awaited<ReturnType<typeof startReadiness>>;
  let decisions: Record<string, PolicyDecision | undefined>;
  let ids: string[];
  const nothing = (permission: { name: string }) => {
    decisions[permission.name] = { result: AuthorizeResult.DENY };
  };
  const others = (
    permission: Parameters<typeof createReadinessConditionalDecision>[0],
  ) => {
    decisions[permission.name] = createReadinessConditionalDecision(
      permission,
      readinessConditions.isEntityOwner({ claims: ['group:default/other'] }),
    );
  };

  beforeEach(async () => {
    decisions = {};
    knex = await databases.migrated(id);
    ({ ids } = await createWaivedWorld(knex));
    backend = await startReadiness({
      knex,
      checks,
      decide: permission => decisions[permission],
      config: { waivers: { approvalFor: ['low'] } },
    });
  });
  afterEach(() => backend.stop());
  const audit = async () =>
    (await backend.get('/entities/component/default/one')).body.audit;

  it('answers the client of the common package, and shows at once what a decision does', async () => {
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
    const report = await client.createWaivers(
      {
        kind: 'false-positive',
        findings: ids.slice(0, 2),
        reason: 'A test key',
      },
      { idempotencyKey: 'k1' },
    );
    expect(report).toMatchObject({ applied: true, refused: [] });
    expect(
      await client.createWaivers(
        {
          kind: 'false-positive',
          findings: ids.slice(0, 2),
          reason: 'A test key',
        },
        { idempotencyKey: 'k1' },
      ),
    ).toEqual(report);
    const waived = await audit();
    expect(waived).toMatchObject({
      findings: [{ check: 'untidy' }],
      waived: [{ state: 'false-positive' }, { state: 'false-positive' }],
    });
    expect(waived.overall.score).toBeGreaterThan(
      waived.withoutWaivers.overall.score,
    );

    const {
      waivers: [pending],
    } = await client.createWaivers({
      kind: 'accepted-risk',
      findings: [ids[2]],
      reason: 'Later',
      expiresAt: inDays(7),
    });
    expect(pending.status).toBe('pending');
    await expect(
      client.decideWaiver(pending.id, { approve: true }),
    ).rejects.toMatchObject({ statusCode: 409 });
    expect(await client.getWaivers({ status: ['pending'] })).toMatchObject({
      totalItems: 1,
      items: [{ id: pending.id }],
    });

    const [{ id: waiver }] = report.waivers;
    await client.withdrawWaiver(waiver, { comment: 'True after all' });
    expect(await client.getWaiver(waiver)).toMatchObject({
      status: 'withdrawn',
      endedBy: 'user:default/mock',
    });
    expect((await audit()).findings).toHaveLength(2);

    const attestation = await client.attest(entityRef, {
      check: 'on-call-rota-active',
      evidence: 'Paged Tom.',
      performedAt: inDays(-1),
    });
    const attested = async () =>
      (await audit()).results.find(
        (result: { check: string }) => result.check === 'on-call-rota-active',
      ).status;
    expect(await attested()).toBe('pass');
    expect(await client.getAttestations(entityRef)).toEqual([attestation]);
    await client.withdrawAttestation(attestation.id, {});
    expect(await attested()).toBe('unknown');
  });

  it('lets somebody else approve', async () => {
    const { body } = await backend.post('/waivers', {
      kind: 'exemption',
      check: 'untidy',
      entityRef,
      reason: 'Legacy',
      expiresAt: inDays(7),
    });
    const [{ id: waiver }] = body.waivers;
    nothing(readinessWaiverApprovePermission);
    const decide = () =>
      backend
        .post(`/waivers/${waiver}/decision`, { approve: true })
        .set('Authorization', mockCredentials.user.header('user:default/tom'));
    expect((await decide()).status).toBe(403);
    decisions = {};
    const decided = await decide();
    expect(decided.body).toMatchObject({
      status: 'active',
      decidedBy: 'user:default/tom',
    });
    expect(
      (await audit()).results.find(
        (result: { check: string }) => result.check === 'untidy',
      ).status,
    ).toBe('exempt');
    expect((await decide()).status).toBe(409);
  });

  it('asks for the permission to manage the standard for exemptions by a filter', async () => {
    const request = {
      kind: 'exemption',
      filter: { kind: 'Component' },
      reason: 'Legacy',
      expiresAt: inDays(7),
      check: 'hard-coded',
    };
    backend.standardManager = false;
    expect((await backend.post('/waivers', request)).status).toBe(403);
    backend.standardManager = true;
    expect((await backend.post('/waivers', request)).status).toBe(200);
  });

  it('hides waivers of entities that the caller may not see', async () => {
    const { body } = await backend.post('/waivers', {
      kind: 'false-positive',
      findings: [ids[0]],
      reason: 'x',
    });
    const [{ id: waiver }] = body.waivers;
    others(readinessAuditReadPermission);
    expect((await backend.get('/waivers')).body).toMatchObject({
      totalItems: 0,
      items: [],
    });
    expect((await backend.get(`/waivers/${waiver}`)).status).toBe(404);
    expect(
      (await backend.post(`/waivers/${waiver}/withdrawal`, {})).status,
    ).toBe(404);
    const refused = await backend.post('/waivers', {
      kind: 'false-positive',
      findings: [ids[1]],
      reason: 'x',
    });
    expect(refused.body.refused).toMatchObject([{ code: 'not-found' }]);
    expect(
      (await backend.get('/entities/component/default/one/attestations'))
        .status,
    ).toBe(404);
  });

  it('refuses those who may only read', async () => {
    others(readinessWaiverCreatePermission);
    others(readinessAttestationCreatePermission);
    const refused = await backend.post('/waivers', {
      kind: 'false-positive',
      findings: [ids[1]],
      reason: 'x',
    });
    expect(refused.body).toMatchObject({
      applied: false,
      refused: [{ code: 'not-allowed' }],
    });
    const exemption = await backend.post('/waivers', {
      kind: 'exemption',
      entityRef,
      reason: 'x',
      expiresAt: inDays(1),
    });
    expect(exemption.status).toBe(403);
    const attestation = await backend.post(
      '/entities/component/default/one/attestations',
      {
        check: 'on-call-rota-active',
        evidence: 'x',
        performedAt: inDays(-1),
      },
    );
    expect(attestation.status).toBe(403);
    expect(await knex('waivers')).toEqual([]);
  });

  it('refuses what is wrong, naming the field', async () => {
    const findings = ['x'];
    const reason = 'x';
    const expiresAt = inDays(1);
    const exemption = { kind: 'exemption', reason, expiresAt };
    const at = '/entities/component/default/one/attestations';
    const attestation = {
      check: enterpriseStandard.attestedChecks[0].id,
      evidence: 'x',
      performedAt: inDays(-1),
    };
    const cases: [string, object, string][] = [
      ['/waivers', {}, 'kind'],
      ['/waivers', { kind: 'amnesty', reason }, 'kind'],
      ['/waivers', { kind: 'false-positive', reason }, 'findings'],
      [
        '/waivers',
        { kind: 'false-positive', findings: [], reason },
        'findings',
      ],
      [
        '/waivers',
        { kind: 'false-positive', findings: ['a', 'a'], reason },
        'findings',
      ],
      ['/waivers', { kind: 'accepted-risk', findings, reason }, 'expiresAt'],
      [
        '/waivers',
        {
          kind: 'accepted-risk',
          findings: [ids[0]],
          reason,
          expiresAt: 'soon',
        },
        'expiresAt',
      ],
      [
        '/waivers',
        {
          kind: 'accepted-risk',
          findings: [ids[0]],
          reason,
          expiresAt: inDays(-1),
        },
        'expiresAt',
      ],
      [
        '/waivers',
        {
          kind: 'accepted-risk',
          findings: [ids[0]],
          reason,
          expiresAt: inDays(99),
        },
        'expiresAt',
      ],
      ['/waivers', exemption, 'entityRef'],
      ['/waivers', { ...exemption, entityRef: '%' }, 'entityRef'],
      ['/waivers', { ...exemption, entityRef, check: 'none' }, 'check'],
      ['/waivers', { ...exemption, filter: { password: 'x' } }, 'filter'],
      ['/waivers', { ...exemption, filter: 'x' }, 'filter'],
      ['/waivers/x/decision', { approve: 'yes' }, 'approve'],
      ['/waivers/x/withdrawal', { comment: '' }, 'comment'],
      [at, { ...attestation, check: 'untidy' }, 'check'],
      [at, { ...attestation, evidence: '' }, 'evidence'],
      [at, { ...attestation, link: 'file:///etc/passwd' }, 'link'],
      [at, { ...attestation, performedAt: inDays(1) }, 'performedAt'],
    ];
    for (const [path, body, field] of cases) {
      const response = await backend.post(path, body);
      expect([path, body, response.status]).toEqual([path, body, 400]);
      expect(response.body.error.name).toBe('InputError');
      expect(response.body.error.message).toContain(field);
    }
    for (const query of [
      'limit=x',
      'kind=amnesty',
      'status=lost',
      'expiresBefore=soon',
      'cursor=x',
    ]) {
      const { status, body } = await backend.get(`/waivers?${query}`);
      expect([query, status]).toEqual([query, 400]);
      expect(body.error.message).toContain(query.split('=')[0]);
    }
  });
});
