import { Audit, ScoreCause } from '@readiness/plugin-readiness-common';

/** What is known of the audit before. */
export interface PreviousAudit {
  revision: string | null;
  rulesHash: string;
  standardVersion: string;
  owner: string | null;
}

/**
 * Why an audit differs from the one before. Without sources nothing was read: somebody decided something, or its time
 * was over. With them, the rules, the revision or, if neither changed, what the catalog says made the difference.
 */
export function causesOf(options: {
  audit: Pick<Audit, 'revision' | 'standard'>;
  previous: PreviousAudit | undefined;
  /** Absent when the sources were not asked again. */
  sources: { rulesHash: string; owner: string | null } | undefined;
  /** What was decided since. */
  decided: 'waiver' | 'attestation' | null;
}): ScoreCause[] {
  const { audit, previous, sources, decided } = options;
  if (!previous) {
    return ['first'];
  }
  if (!sources) {
    return [decided ?? 'waiver'];
  }
  const causes: ScoreCause[] = [];
  if (
    previous.rulesHash !== sources.rulesHash ||
    previous.standardVersion !== audit.standard.version
  ) {
    causes.push('rules');
  }
  if (previous.revision !== audit.revision) {
    causes.push('service');
  }
  if (decided) {
    causes.push(decided);
  }
  if (previous.owner !== sources.owner || causes.length === 0) {
    causes.push('metadata');
  }
  return causes;
}
