import { assembleAudit } from '../audit/assembleAudit';
import { CheckResult } from '../model/check';
import { enterpriseStandard as standard } from '../standards/enterprise';
import { definition, result } from '../testing/results';
import { fixesForStage } from './fixesForStage';

const area = 'secrets-and-credentials';
const checks = [
  definition({
    id: 'hardcoded-secret',
    area,
    effort: 'medium',
    severity: 'critical',
  }),
  definition({ id: 'weak-cryptography', area, effort: 'large' }),
  definition({ id: 'token-in-url', area, effort: 'small' }),
  definition({
    id: 'default-credentials-in-env-example',
    area,
    effort: 'large',
  }),
  definition({
    id: 'entity-without-owning-team',
    area: 'documentation-and-ownership',
  }),
  definition({
    id: 'app-without-health-endpoint',
    area: 'health-checks',
    effort: 'small',
  }),
];

const owned = result(
  'documentation-and-ownership',
  'entity-without-owning-team',
  'high',
);
const healthy = result('health-checks', 'app-without-health-endpoint', 'high');
const fail = (check: string, overrides: Partial<CheckResult> = {}) =>
  result(area, check, 'high', { status: 'fail', ...overrides });

function audit(results: CheckResult[]) {
  return assembleAudit({
    entity: null,
    owner: null,
    source: null,
    revision: null,
    standard,
    checks,
    results,
    skipped: [],
    startedAt: '2026-11-22T10:00:00.000Z',
    durationMs: 1,
  });
}
const plan = (results: CheckResult[]) =>
  fixesForStage(audit(results), { standard, checks })!;
const idsOf = (results: CheckResult[]) =>
  plan(results).fixes.map(({ check, because }) => [check, because]);

describe('fixesForStage', () => {
  it('names what the stage asks for, quick ones first, and what the audit would say then', () => {
    const results = [
      owned,
      { ...healthy, status: 'fail' as const },
      result(area, 'hardcoded-secret', 'critical', { status: 'fail' }),
      result(area, 'token-in-url', 'high'),
    ];
    expect(plan(results)).toEqual({
      stage: 'pilot',
      fixes: [
        {
          check: 'app-without-health-endpoint',
          title: 'Title of app-without-health-endpoint',
          effort: 'small',
          findings: 1,
          because: 'asked',
        },
        {
          check: 'hardcoded-secret',
          title: 'Title of hardcoded-secret',
          effort: 'medium',
          findings: 1,
          because: 'asked',
        },
      ],
      after: { score: 10, level: 'production', verdict: 'conditional' },
      remaining: [],
    });
  });

  it('adds the quickest repairs that lift a score far enough, and not one more', () => {
    // 0 of 9 in the area, which must reach 4.0: two of the three, and the small one is among them.
    expect(
      idsOf([
        owned,
        healthy,
        fail('weak-cryptography'),
        fail('token-in-url'),
        fail('default-credentials-in-env-example'),
      ]),
    ).toEqual([
      ['token-in-url', 'score'],
      [expect.stringMatching(/^weak|^default/), 'score'],
    ]);
  });

  it('says what no repair helps against', () => {
    const judged = audit([owned, healthy, fail('token-in-url')]);
    const strict = {
      ...standard,
      stages: standard.stages.map(stage => ({
        ...stage,
        must: [...stage.must, { type: 'overall-at-least' as const, score: 11 }],
      })),
    };
    const { fixes, after, remaining } = fixesForStage(judged, {
      standard: strict,
      checks,
    })!;
    expect(fixes).toMatchObject([{ check: 'token-in-url' }]);
    expect(after.verdict).toBe('no-go');
    expect(remaining.map(({ text }) => text)).toContain(
      'Overall score 10 is below 11',
    );
  });

  it('has nothing to say when no stage is refused', () => {
    const { verdicts, ...rest } = audit([owned]);
    expect(
      fixesForStage(
        {
          ...rest,
          verdicts: verdicts.map(item => ({ ...item, verdict: 'go' })),
        },
        { standard, checks },
      ),
    ).toBeUndefined();
  });
});
