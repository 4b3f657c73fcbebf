import { CheckResult } from '../model/check';
import { enterpriseStandard } from '../standards/enterprise';
import { result } from '../testing/results';
import { roundScore } from './roundScore';
import { scoreAreas } from './scoreAreas';
import { scoreOverall } from './scoreOverall';

function scoreOf(area: string, results: CheckResult[]) {
  return scoreAreas(results, enterpriseStandard).find(
    item => item.area.id === area,
  )!;
}

const fail = { status: 'fail' } as const;

describe('scoreAreas', () => {
  // Rows of the example in the check catalogue, made from the statements of a real report.
  it('scores an area with two failures', () => {
    const area = 'input-validation';
    const { area: score } = scoreOf(area, [
      result(area, 'unvalidated-request-body', 'high'),
      result(area, 'path-from-request', 'critical'),
      result(area, 'query-built-from-input', 'critical'),
      result(area, 'dynamic-execution', 'critical'),
      result(area, 'unsafe-deserialization', 'critical'),
      result(area, 'upload-read-into-memory', 'critical'),
      result(area, 'no-payload-limit', 'high', fail),
      result(area, 'response-leaks-internals', 'medium', fail),
      result(area, 'url-from-request', 'high'),
      result(area, 'external-input-trusted', 'high'),
    ]);
    expect(score).toMatchObject({
      score: 8.7,
      target: 9,
      gap: 0.3,
      applicable: 10,
      passed: 8,
      state: 'scored',
    });
  });

  it('takes half for a plausible failure', () => {
    const area = 'logging';
    const { area: score } = scoreOf(area, [
      result(area, 'no-structured-logging', 'high'),
      result(area, 'print-instead-of-logger', 'low'),
      result(area, 'no-request-correlation', 'medium'),
      result(area, 'no-security-event-logging', 'medium', {
        ...fail,
        confidence: 'plausible',
      }),
      result(area, 'sensitive-data-logged', 'high'),
      result(area, 'unsafe-log-files', 'low'),
    ]);
    expect(score.score).toBe(9.2);
  });

  it('gives credit for the share that is good', () => {
    const area = 'testing';
    const { area: score } = scoreOf(area, [
      result(area, 'no-automated-tests', 'high'),
      result(area, 'tests-not-run-in-ci', 'high'),
      result(area, 'no-coverage-gate', 'medium', fail),
      result(area, 'few-frontend-tests', 'medium', { ...fail, share: 0.5 }),
      result(area, 'no-end-to-end-tests', 'medium', fail),
      result(area, 'no-integration-tests', 'medium'),
      result(area, 'tests-disabled', 'medium'),
    ]);
    expect(score.score).toBe(6.9);
  });

  it('caps an area with an open critical finding, and says so', () => {
    const area = 'secrets-and-credentials';
    const results = [
      result(area, 'hardcoded-secret', 'critical', {
        ...fail,
        evidence: [{ path: 'a.py', line: 1 }],
      }),
      ...['a', 'b', 'c', 'd', 'e'].map(id => result(area, id, 'high')),
    ];
    const explained = scoreOf(area, results);
    expect(explained.uncapped).toBe(7.5);
    expect(explained.area.score).toBe(5);
    expect(explained.lines[0].note).toContain('caps the area at 5');
  });

  it('does not cap for critical findings that are only plausible or of a milder kind', () => {
    const area = 'secrets-and-credentials';
    const good = ['a', 'b', 'c', 'd', 'e'].map(id => result(area, id, 'high'));
    const plausible = scoreOf(area, [
      result(area, 'hardcoded-secret', 'critical', {
        ...fail,
        confidence: 'plausible',
      }),
      ...good,
    ]);
    expect(plausible.cap).toBeUndefined();
    expect(plausible.area.score).toBe(8.8);

    const milder = scoreOf(area, [
      result(area, 'hardcoded-secret', 'critical', {
        ...fail,
        evidence: [{ path: 'a.py', line: 1, severity: 'low' }],
      }),
      ...good,
    ]);
    expect(milder.cap).toBeUndefined();
    // Weight 5, but the worst open finding is low: 1 of 20 is lost.
    expect(milder.area.score).toBe(9.5);
  });

  it('caps an area whose core check fails with nothing good, not with a share', () => {
    const area = 'error-tracking';
    const rest = [
      result(area, 'no-frontend-error-tracking', 'medium'),
      result(area, 'swallowed-exception', 'medium'),
      result(area, 'no-global-exception-handler', 'medium'),
    ];
    expect(
      scoreOf(area, [result(area, 'no-error-tracking', 'high', fail), ...rest])
        .area.score,
    ).toBe(3);
    expect(
      scoreOf(area, [
        result(area, 'no-error-tracking', 'high', { ...fail, share: 0.5 }),
        ...rest,
      ]).area.score,
    ).toBe(8.3);
  });

  it('leaves out what does not apply, is unknown or exempt', () => {
    const area = 'dependencies';
    const { area: score, lines } = scoreOf(area, [
      result(area, 'a', 'high'),
      result(area, 'b', 'high', { status: 'not-applicable' }),
      result(area, 'c', 'low', { status: 'unknown' }),
      result(area, 'd', 'high', { status: 'exempt' }),
    ]);
    expect(score).toMatchObject({ score: 10, applicable: 1, passed: 1 });
    expect(lines.map(({ weight }) => weight)).toEqual([3, 0, 0, 0]);
  });

  it('has no score without an applicable check or with more than half unknown', () => {
    expect(
      scoreOf('caching', [
        result('caching', 'a', 'low', { status: 'not-applicable' }),
      ]).area,
    ).toMatchObject({ score: null, gap: null, state: 'not-applicable' });
    expect(
      scoreOf('caching', [
        result('caching', 'a', 'low'),
        result('caching', 'b', 'medium', { status: 'unknown' }),
      ]).area,
    ).toMatchObject({ score: null, state: 'not-enough-evidence' });
  });

  it('does not wait for people: attested checks are no lack of evidence', () => {
    const area = 'authentication-and-authorization';
    expect(
      scoreOf(area, [
        result(area, 'weak-password-hashing', 'high'),
        result(area, 'penetration-test-performed', 'high', {
          status: 'unknown',
        }),
        result(area, 'privileged-access-reviewed', 'high', {
          status: 'unknown',
        }),
      ]).area,
    ).toMatchObject({ score: 10, state: 'scored' });
  });
});

describe('scoreOverall', () => {
  it('is the mean of the scored areas and of their targets', () => {
    const areas = scoreAreas(
      [
        result('logging', 'a', 'high'),
        result('caching', 'b', 'high', fail),
        result('testing', 'c', 'high', { status: 'not-applicable' }),
      ],
      enterpriseStandard,
    ).map(({ area }) => area);
    expect(scoreOverall(areas, enterpriseStandard)).toEqual({
      score: 5,
      target: 8.5,
      gap: 3.5,
    });
  });

  it('is nothing without a scored area', () => {
    expect(scoreOverall([], enterpriseStandard)).toEqual({
      score: null,
      target: null,
      gap: null,
    });
  });
});

describe('roundScore', () => {
  it.each([
    [4.35, 4.4],
    [4.349, 4.3],
    [8.717948717948717, 8.7],
    [0.05, 0.1],
    [10, 10],
  ])('rounds %d to %d', (score, rounded) => {
    expect(roundScore(score)).toBe(rounded);
  });
});
