import { enterpriseStandard } from '@readiness/plugin-readiness-common';
import { dueSeconds } from './dueSeconds';

describe('dueSeconds', () => {
  const due = (
    severity: 'critical' | 'low',
    confidence: 'certain' | 'plausible',
    dueFactor: number,
  ) =>
    dueSeconds({
      finding: { severity, confidence },
      standard: enterpriseStandard,
      dueFactor,
    });

  it('is what the standard says, doubled where asked', () => {
    expect(due('critical', 'certain', 1)).toBe(7 * 86400);
    expect(due('critical', 'certain', 2)).toBe(14 * 86400);
    expect(due('low', 'certain', 1)).toBe(180 * 86400);
  });

  it('is none for what is only plausible', () => {
    expect(due('critical', 'plausible', 1)).toBeNull();
  });
});
