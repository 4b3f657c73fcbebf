import { Finding, Standard } from '@readiness/plugin-readiness-common';

const DAY_SECONDS = 24 * 3600;

/** Seconds from first seen to due; `null` while nobody is sure of the finding. */
export function dueSeconds(options: {
  finding: Pick<Finding, 'severity' | 'confidence'>;
  standard: Standard;
  dueFactor: number;
}): number | null {
  const { finding, standard, dueFactor } = options;
  return finding.confidence === 'plausible'
    ? null
    : standard.severities[finding.severity].fixWithinDays *
        dueFactor *
        DAY_SECONDS;
}
