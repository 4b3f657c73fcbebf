import { CheckResult } from '../model/check';
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
});
