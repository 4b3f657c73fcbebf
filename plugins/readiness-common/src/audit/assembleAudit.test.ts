import { CheckResult } from '../model/check';
import { scoreAreas } from '../scoring/scoreAreas';
import { enterpriseStandard } from '../standards/enterprise';
import { definition, result } from '../testing/results';
import { assembleAudit } from './assembleAudit';

const checks = [
  definition({ id: 'no-structured-logging', area: 'logging' }),
  definition({
    id: 'app-without-health-endpoint',
    area: 'health-checks',
    title: 'Application without a health endpoint',
  }),
  definition({
    id: 'hardcoded-secret',
    area: 'secrets-and-credentials',
    severity: 'critical',
    phase: 'security-critical',
    title: 'Hard-coded secret',
  }),
  definition({
    id: 'entity-without-owning-team',
    area: 'documentation-and-ownership',
    phase: 'security-critical',
  }),
];

function audit(
  results: CheckResult[],
  overrides: Partial<Parameters<typeof assembleAudit>[0]> = {},
) {
  return assembleAudit({
    entity: 'component:default/payments',
    owner: 'group:default/payments',
    source: 'https://example.org/payments',
    revision: 'abc',
    standard: enterpriseStandard,
    checks,
    results,
    skipped: [],
    startedAt: '2026-11-22T10:00:00.000Z',
    durationMs: 12,
    ...overrides,
  });
}

const good = [
  result('documentation-and-ownership', 'entity-without-owning-team', 'high'),
  result('health-checks', 'app-without-health-endpoint', 'high', {
    evidence: [{ path: 'main.py', line: 3, note: 'GET /health' }],
  }),
  result('logging', 'no-structured-logging', 'high'),
  result('secrets-and-credentials', 'hardcoded-secret', 'critical'),
];

describe('assembleAudit', () => {
  it('makes one finding of each failing place, owned by the owner of the entity', () => {
    const { findings } = audit([
      ...good.slice(0, 3),
      result('secrets-and-credentials', 'hardcoded-secret', 'critical', {
        status: 'fail',
        evidence: [
          { path: 'a.py', line: 1, subject: 'KEY' },
          { path: 'b.py', line: 2, subject: 'KEY', severity: 'high' },
        ],
      }),
    ]);
    expect(findings).toEqual([
      expect.objectContaining({
        check: 'hardcoded-secret',
        severity: 'critical',
        title: 'Hard-coded secret',
        path: 'a.py',
        line: 1,
        owner: 'group:default/payments',
      }),
      expect.objectContaining({ severity: 'high', path: 'b.py', line: 2 }),
    ]);
    expect(findings[0].fingerprint).not.toBe(findings[1].fingerprint);
  });

  it('makes one finding of an absence without a place', () => {
    const { findings } = audit([
      ...good.slice(0, 2),
      result('logging', 'no-structured-logging', 'high', {
        status: 'fail',
        lookedFor: ['structlog'],
      }),
      good[3],
    ]);
    expect(findings).toHaveLength(1);
    expect(findings[0].path).toBeUndefined();
  });

  it('keeps what the ledger knows of a finding', () => {
    const failed = [
      ...good.slice(0, 3),
      result('secrets-and-credentials', 'hardcoded-secret', 'critical', {
        status: 'fail',
        evidence: [{ path: 'a.py', line: 1 }],
      }),
    ];
    const [{ fingerprint }] = audit(failed).findings;
    const known = {
      firstSeenAt: '2026-11-01T00:00:00.000Z',
      dueAt: '2026-11-08T00:00:00.000Z',
      owner: 'group:default/security',
    };
    const [finding] = audit(failed, {
      knownFindings: new Map([[fingerprint, known]]),
    }).findings;
    expect(finding).toMatchObject(known);
  });

  it('lists strengths with their places', () => {
    expect(audit(good).strengths).toEqual([
      expect.objectContaining({
        check: 'app-without-health-endpoint',
        title: 'GET /health',
        path: 'main.py',
        line: 3,
      }),
    ]);
  });

  it('adds the attested checks as unknown and keeps their items open', () => {
    const { results, roadmap } = audit(good);
    expect(
      results.filter(({ status }) => status === 'unknown').map(r => r.check),
    ).toEqual(
      expect.arrayContaining(['on-call-rota-active', 'secrets-rotated']),
    );
    const phase = roadmap.find(item => item.phase === 'observability')!;
    expect(phase.done).toBe(2);
    expect(phase.total).toBe(4);
    expect(
      phase.items.find(({ id }) => id === 'on-call-rota-active')?.done,
    ).toBe(false);
  });

  it('gives go, conditional and no-go with their reasons', () => {
    // Nothing said about tests and backups: unknown, so conditional and not more.
    const [pilot, standard, enterprise] = audit(good).verdicts;
    expect(pilot.verdict).toBe('conditional');
    expect(pilot.reasons).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          check: 'no-automated-tests',
          kind: 'unknown',
        }),
      ]),
    );
    expect(standard.reasons).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          check: 'on-call-rota-active',
          text: 'Not attested: Somebody is on call',
          kind: 'unknown',
        }),
      ]),
    );
    expect(enterprise.verdict).not.toBe('go');

    const bad = audit([
      ...good.slice(0, 3),
      result('secrets-and-credentials', 'hardcoded-secret', 'critical', {
        status: 'fail',
        evidence: [
          { path: 'a.py', line: 1 },
          { path: 'b.py', line: 2 },
        ],
      }),
    ]);
    expect(bad.verdicts[0]).toMatchObject({ verdict: 'no-go' });
    expect(bad.verdicts[0].reasons).toEqual(
      expect.arrayContaining([
        {
          check: 'hardcoded-secret',
          text: '2 open critical findings: Hard-coded secret',
          kind: 'must',
        },
        {
          check: undefined,
          text: 'Secrets & Credentials 0 is below 4',
          kind: 'must',
        },
      ]),
    );
    expect(bad.level).toBe('prototype');
    expect(bad.risks).toEqual([
      {
        category: 'Secrets & Keys',
        severity: 'critical',
        count: 2,
        status: 'blocking',
      },
    ]);
  });

  it('lets plausible findings block nothing', () => {
    const { verdicts } = audit([
      ...good.slice(0, 3),
      result('secrets-and-credentials', 'hardcoded-secret', 'critical', {
        status: 'fail',
        confidence: 'plausible',
        evidence: [{ path: 'a.py', line: 1 }],
      }),
    ]);
    expect(verdicts[0].reasons.map(({ check }) => check)).not.toContain(
      'hardcoded-secret',
    );
  });

  it('covers an unmet must by an exemption', () => {
    const { verdicts } = audit([
      ...good.slice(0, 1),
      result('health-checks', 'app-without-health-endpoint', 'high', {
        status: 'exempt',
      }),
      ...good.slice(2),
    ]);
    expect(verdicts[0].verdict).toBe('conditional');
    expect(verdicts[0].reasons).toContainEqual({
      check: 'app-without-health-endpoint',
      text: 'Exempt: Application without a health endpoint',
      kind: 'must',
    });
  });

  it('is the same for the same input in any order', () => {
    expect(JSON.stringify(audit([...good].reverse()))).toBe(
      JSON.stringify(audit(good)),
    );
  });

  describe('with waivers', () => {
    const failing = [
      ...good.slice(0, 3),
      result('secrets-and-credentials', 'hardcoded-secret', 'critical', {
        status: 'fail',
        evidence: [
          { path: 'a.py', line: 1 },
          { path: 'b.py', line: 2 },
        ],
      }),
    ];
    const plain = audit(failing);
    const [a, b] = plain.findings.map(({ fingerprint }) => fingerprint);
    const withStates = (
      states: Record<string, 'accepted-risk' | 'false-positive'>,
    ) =>
      audit(failing, {
        knownFindings: new Map(
          Object.entries(states).map(([id, state]) => [id, { state }]),
        ),
      });
    const secrets = (of: ReturnType<typeof audit>) =>
      of.areas.find(({ id }) => id === 'secrets-and-credentials')?.score;
    const pilot = (of: ReturnType<typeof audit>) => of.verdicts[0];

    it('keeps accepted risks in the score and only lifts the block', () => {
      const accepted = withStates({
        [a]: 'accepted-risk',
        [b]: 'accepted-risk',
      });
      expect(secrets(accepted)).toBe(secrets(plain));
      expect(accepted.findings.map(({ state }) => state)).toEqual([
        'accepted-risk',
        'accepted-risk',
      ]);
      expect(pilot(plain).verdict).toBe('no-go');
      expect(pilot(accepted).verdict).toBe('conditional');
      expect(pilot(accepted).reasons).toContainEqual({
        check: 'hardcoded-secret',
        text: '2 accepted critical risks: Hard-coded secret',
        kind: 'must',
      });
      expect(accepted.withoutWaivers).toMatchObject({
        overall: plain.overall,
        level: plain.level,
        verdicts: [{ stage: 'pilot', verdict: 'no-go' }, {}, {}],
      });

      const half = withStates({ [a]: 'accepted-risk' });
      expect(pilot(half).verdict).toBe('no-go');
    });

    it('counts no false positive, and shows the score without that', () => {
      const half = withStates({ [a]: 'false-positive' });
      expect(half.findings).toHaveLength(1);
      expect(half.waived).toMatchObject([
        { fingerprint: a, state: 'false-positive' },
      ]);
      expect(half.findings[0].fingerprint).toBe(b);
      expect(pilot(half).verdict).toBe('no-go');

      const all = withStates({ [a]: 'false-positive', [b]: 'false-positive' });
      expect(secrets(all)).toBe(10);
      expect(all.findings).toEqual([]);
      expect(all.strengths.map(({ check }) => check)).not.toContain(
        'hardcoded-secret',
      );
      expect(all.withoutWaivers?.areas).toContainEqual({
        id: 'secrets-and-credentials',
        score: secrets(plain),
      });
      expect(
        scoreAreas(all.results, enterpriseStandard).map(({ area }) => area),
      ).toEqual(all.areas);
    });

    it('exempts checks, and the whole standard', () => {
      const exemption = { reason: 'Legacy.', expiresAt: null };
      const one = audit(failing, {
        exemptions: [{ ...exemption, check: 'hardcoded-secret' }],
      });
      expect(one.findings).toEqual([]);
      expect(one.waived).toMatchObject([
        { state: 'exempt' },
        { state: 'exempt' },
      ]);
      expect(pilot(one).verdict).toBe('conditional');
      expect(
        one.roadmap
          .flatMap(({ items }) => items)
          .find(({ id }) => id === 'hardcoded-secret'),
      ).toMatchObject({ exempt: true, done: false });

      const all = audit(failing, {
        exemptions: [{ ...exemption, check: null }],
      });
      expect(
        all.results.filter(({ status }) =>
          ['fail', 'unknown'].includes(status),
        ),
      ).toEqual([]);
    });

    it('says nothing of waivers where there are none', () => {
      expect(plain).not.toHaveProperty('waived');
      expect(plain).not.toHaveProperty('withoutWaivers');
    });
  });

  it('counts attestations while they are valid', () => {
    const attestation = {
      author: 'user:default/mia',
      evidence: 'Paged Tom at night.',
      performedAt: '2026-11-01T00:00:00.000Z',
      expiresAt: '2026-12-01T00:00:00.000Z',
    };
    const attested = (judgedAt: string) => {
      const made = audit(good, {
        attestations: new Map([['on-call-rota-active', attestation]]),
        judgedAt,
      });
      return {
        result: made.results.find(r => r.check === 'on-call-rota-active'),
        item: made.roadmap
          .flatMap(({ items }) => items)
          .find(({ id }) => id === 'on-call-rota-active'),
      };
    };
    expect(attested('2026-11-30T00:00:00.000Z')).toMatchObject({
      result: {
        status: 'pass',
        summary:
          'Attested by user:default/mia: done on 2026-11-01, valid until 2026-12-01.',
        evidence: [{ note: 'Paged Tom at night.' }],
      },
      item: { done: true },
    });
    expect(attested('2026-12-01T00:00:00.000Z')).toMatchObject({
      result: {
        status: 'unknown',
        summary: 'The attestation lapsed on 2026-12-01.',
      },
      item: { done: false },
    });
  });
});
