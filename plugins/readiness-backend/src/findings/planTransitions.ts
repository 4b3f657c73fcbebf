import { Audit, Finding, Standard } from '@readiness/plugin-readiness-common';
import { DateTime } from 'luxon';
import { dueSeconds } from './dueSeconds';

/** A finding as the ledger has it. */
export interface StoredFinding
  extends Pick<
    Finding,
    'check' | 'area' | 'severity' | 'confidence' | 'path' | 'line'
  > {
  open: boolean;
  /** Open, or resolved so recently that it keeps its first date when it comes back. */
  keepsClock: boolean;
  firstSeenAt: string;
  dueAt: string | null;
  dueFactor: number;
}

/** What an audit does to the findings of its entity. Those that stay as they are do not occur. */
export interface Transitions {
  /** Never seen before, or away for so long that the clock starts again. */
  started: Finding[];
  /** Come back or changed, with the clock they have. */
  continued: { finding: Finding; dueFactor: number }[];
  /** Fingerprints of open ones that the audit no longer saw. */
  resolved: string[];
}

/** Compares what an audit saw with what is stored, by fingerprint. A check that could not tell resolves nothing. */
export function planTransitions(options: {
  audit: Audit;
  standard: Standard;
  stored: ReadonlyMap<string, StoredFinding>;
}): Transitions {
  const { audit, standard, stored } = options;
  const started: Finding[] = [];
  const continued: Transitions['continued'] = [];
  for (const finding of audit.findings) {
    const known = stored.get(finding.fingerprint);
    if (!known?.keepsClock) {
      started.push(finding);
    } else if (!known.open || differs(finding, known, standard)) {
      continued.push({ finding, dueFactor: known.dueFactor });
    }
  }

  const seen = new Set(audit.findings.map(({ fingerprint }) => fingerprint));
  const undecided = new Set(
    audit.results
      .filter(({ status }) => status === 'unknown' || status === 'exempt')
      .map(({ check }) => check),
  );
  const resolved = [...stored]
    .filter(
      ([fingerprint, { open, check }]) =>
        open && !seen.has(fingerprint) && !undecided.has(check),
    )
    .map(([fingerprint]) => fingerprint);
  return { started, continued, resolved };
}

function differs(
  finding: Finding,
  known: StoredFinding,
  standard: Standard,
): boolean {
  const seconds = dueSeconds({
    finding,
    standard,
    dueFactor: known.dueFactor,
  });
  const dueAt =
    seconds === null
      ? null
      : DateTime.fromISO(known.firstSeenAt, { zone: 'utc' })
          .plus({ seconds })
          .toISO();
  return (
    finding.check !== known.check ||
    finding.area !== known.area ||
    finding.severity !== known.severity ||
    finding.confidence !== known.confidence ||
    finding.path !== known.path ||
    finding.line !== known.line ||
    dueAt !== known.dueAt
  );
}
