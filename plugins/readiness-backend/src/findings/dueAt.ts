import { Finding, Standard } from '@readiness/plugin-readiness-common';
import { DateTime } from 'luxon';

/** What the due date of a finding is made of. */
export interface FindingClock {
  /** ISO 8601. */
  firstSeenAt: string;
  /** When somebody confirmed it, if it was only plausible; ISO 8601. */
  confirmedAt: string | null;
  /** 2 for findings of the first audit of an entity, else 1. */
  dueFactor: number;
}

/**
 * When a finding is due, ISO 8601: so many days after it was first seen, as the standard says for its severity. A
 * plausible one is due only after somebody has confirmed it, and its days begin there.
 */
export function dueAt(options: {
  finding: Pick<Finding, 'severity' | 'confidence'>;
  standard: Standard;
  clock: FindingClock;
}): string | null {
  const { finding, standard, clock } = options;
  const start =
    finding.confidence === 'plausible' ? clock.confirmedAt : clock.firstSeenAt;
  return start === null
    ? null
    : DateTime.fromISO(start, { zone: 'utc' })
        .plus({
          // Hours, so that a day is a day also where clocks change.
          hours:
            24 *
            standard.severities[finding.severity].fixWithinDays *
            clock.dueFactor,
        })
        .toISO();
}
