import { assembleAudit } from '../audit/assembleAudit';
import { CheckResult } from '../model/check';
import { CheckPolicy, Standard } from '../model/standard';
import { definition, result } from '../testing/results';
import { checksOfStandard } from './checkPolicy';
import { enterpriseStandard } from './enterprise';

const checks = [
  definition({ id: 'no-structured-logging', area: 'logging' }),
  definition({
    id: 'print-instead-of-logger',
    area: 'logging',
    severity: 'low',
  }),
  definition({ id: 'no-shared-cache', area: 'caching', severity: 'medium' }),
];

function standard(
  policies: Record<string, CheckPolicy>,
  overrides: Partial<Standard> = {},
): Standard {
  return { ...enterpriseStandard, ...overrides, checkPolicies: policies };
}

function audit(results: CheckResult[], by: Standard) {
  return assembleAudit({
    entity: null,
    owner: null,
    source: null,
    revision: null,
    standard: by,
    checks,
    results,
    skipped: [],
    startedAt: '2026-11-22T10:00:00.000Z',
    durationMs: 1,
  });
}

const printed = result('logging', 'print-instead-of-logger', 'low', {
  status: 'fail',
  evidence: [{ path: 'a.py', line: 1 }],
});

describe('checksOfStandard', () => {
  it('gives every check without policies', () => {
    expect(checksOfStandard(checks, enterpriseStandard)).toEqual(checks);
  });

  it('leaves out what is off and what has no area, and changes severity and phase', () => {
    const own = standard(
      {
        'no-structured-logging': { enabled: false },
        'print-instead-of-logger': { severity: 'high', phase: 'api-maturity' },
      },
      { areas: enterpriseStandard.areas.filter(({ id }) => id !== 'caching') },
    );
    expect(checksOfStandard(checks, own)).toEqual([
      { ...checks[1], severity: 'high', phase: 'api-maturity' },
    ]);
  });

  it('finds nothing for ids that every object knows', () => {
    const odd = [definition({ id: 'constructor' })];
    expect(checksOfStandard(odd, standard({}))).toEqual(odd);
  });
});

describe('an audit by a standard with policies', () => {
  it('scores and lists with the severity of the standard, milder kinds as they are', () => {
    const fail = result('logging', 'no-structured-logging', 'high', {
      status: 'fail',
      evidence: [
        { path: 'a.py', line: 1 },
        { path: 'b.py', line: 1, severity: 'low' },
        { path: 'c.py', line: 1, severity: 'critical' },
      ],
    });
    const { findings, results } = audit(
      [fail],
      standard({ 'no-structured-logging': { severity: 'medium' } }),
    );
    expect(findings.map(({ severity }) => severity)).toEqual([
      'medium',
      'low',
      'medium',
    ]);
    const logged = results.find(
      ({ check }) => check === 'no-structured-logging',
    );
    expect(logged?.severity).toBe('medium');

    const by = (severity: 'low' | 'critical') =>
      audit(
        [
          printed,
          result('logging', 'no-structured-logging', 'high', {
            evidence: [{ path: 'log.py', line: 1 }],
          }),
        ],
        standard({ 'print-instead-of-logger': { severity } }),
      ).areas.find(({ id }) => id === 'logging')!.score;
    expect(by('low')).toBe(7.5);
    // 3 of 8 earned; an open critical finding would cap at 5.
    expect(by('critical')).toBe(3.8);
  });

  it('moves the item to the phase of the standard', () => {
    const { roadmap } = audit(
      [printed],
      standard({ 'print-instead-of-logger': { phase: 'future-proofing' } }),
    );
    const phase = roadmap.find(item => item.phase === 'future-proofing')!;
    expect(phase.items.map(({ id }) => id)).toEqual([
      'print-instead-of-logger',
    ]);
  });

  it('drops what is off, attested checks included, and asks for it no more', () => {
    const all = audit([printed], standard({}));
    const reasonsFor = (check: string, { verdicts }: typeof all) =>
      verdicts.flatMap(({ reasons }) =>
        reasons.filter(reason => reason.check === check),
      );
    expect(reasonsFor('on-call-rota-active', all)).not.toEqual([]);
    expect(reasonsFor('no-structured-logging', all)).not.toEqual([]);

    const less = audit(
      [printed],
      standard({
        'print-instead-of-logger': { enabled: false },
        'no-structured-logging': { enabled: false },
        'on-call-rota-active': { enabled: false },
      }),
    );
    expect(less.findings).toEqual([]);
    expect(less.results.map(({ check }) => check)).not.toContain(
      'on-call-rota-active',
    );
    expect(reasonsFor('on-call-rota-active', less)).toEqual([]);
    expect(reasonsFor('no-structured-logging', less)).toEqual([]);
  });
});
