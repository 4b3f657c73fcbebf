import { enterpriseStandard } from '@readiness/plugin-readiness-common';
import { dueAt, FindingClock } from './dueAt';

describe('dueAt', () => {
  const clock: FindingClock = {
    firstSeenAt: '2026-01-01T00:00:00.000Z',
    confirmedAt: null,
    dueFactor: 1,
  };
  const due = (
    severity: 'critical' | 'high' | 'medium' | 'low',
    changes: Partial<FindingClock> = {},
    confidence: 'certain' | 'likely' | 'plausible' = 'certain',
  ) =>
    dueAt({
      finding: { severity, confidence },
      standard: enterpriseStandard,
      clock: { ...clock, ...changes },
    });

  it('counts the days of the severity from the day it was first seen', () => {
    expect(due('critical')).toBe('2026-01-08T00:00:00.000Z');
    expect(due('high', {}, 'likely')).toBe('2026-01-31T00:00:00.000Z');
    expect(due('medium')).toBe('2026-04-01T00:00:00.000Z');
    expect(due('low')).toBe('2026-06-30T00:00:00.000Z');
  });

  it('doubles them for the first audit', () => {
    expect(due('critical', { dueFactor: 2 })).toBe('2026-01-15T00:00:00.000Z');
  });

  it('waits for somebody to confirm what is only plausible', () => {
    expect(due('critical', {}, 'plausible')).toBeNull();
    expect(
      due('critical', { confirmedAt: '2026-02-01T00:00:00.000Z' }, 'plausible'),
    ).toBe('2026-02-08T00:00:00.000Z');
    expect(due('critical', { confirmedAt: '2026-02-01T00:00:00.000Z' })).toBe(
      '2026-01-08T00:00:00.000Z',
    );
  });
});
