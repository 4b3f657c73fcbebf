import { CheckResult } from './check';
import { FindingState } from './finding';
import { Confidence, Severity } from './severity';
import { Verdict } from './standard';

/**
 * Score of an area in one audit.
 *
 * @public
 */
export interface AreaScore {
  id: string;
  title: string;
  /** 0–10, one decimal; `null` when the area does not apply or has not enough evidence. */
  score: number | null;
  target: number;
  /** Target minus score; `null` without a score. */
  gap: number | null;
  /** Checks that count. */
  applicable: number;
  passed: number;
  state: 'scored' | 'not-applicable' | 'not-enough-evidence';
}

/**
 * Why a stage is not (fully) reached.
 *
 * @public
 */
export interface VerdictReason {
  /** The check that stands behind it; absent for a condition on scores. */
  check?: string;
  text: string;
  /** An unmet `must` blocks, an unmet `should` makes the verdict conditional, `unknown` could not be decided. */
  kind: 'must' | 'should' | 'unknown';
}

/**
 * Verdict of one stage.
 *
 * @public
 */
export interface StageVerdict {
  stage: string;
  verdict: Verdict;
  reasons: VerdictReason[];
}

/**
 * One failed instance with an identity across audits.
 *
 * @public
 */
export interface Finding {
  /** Stable while lines move: hash of check, path and subject. */
  fingerprint: string;
  check: string;
  area: string;
  severity: Severity;
  confidence: Confidence;
  title: string;
  path?: string;
  line?: number;
  /** Entity reference of the owner, `null` when nobody owns it. */
  owner: string | null;
  /** Where it stands; only from the ledger. */
  state?: FindingState;
  /** When it was first seen, ISO 8601; only from the ledger. */
  firstSeenAt?: string;
  /** When it is due, ISO 8601; only from the ledger, and never for plausible findings. */
  dueAt?: string;
}

/**
 * A control that an audit found, with its place.
 *
 * @public
 */
export interface Strength {
  check: string;
  area: string;
  title: string;
  path?: string;
  line?: number;
  note?: string;
}

/**
 * Item of the roadmap: one applicable check.
 *
 * @public
 */
export interface RoadmapItem {
  id: string;
  title: string;
  done: boolean;
  /** Shown but not counted. */
  exempt: boolean;
  checks: string[];
}

/**
 * Progress of one phase.
 *
 * @public
 */
export interface RoadmapPhase {
  phase: string;
  title: string;
  window: string;
  done: number;
  total: number;
  items: RoadmapItem[];
}

/**
 * Open findings of one category.
 *
 * @public
 */
export interface Risk {
  category: string;
  severity: Severity;
  count: number;
  status: 'blocking' | 'should-fix' | 'nice-to-have';
}

/**
 * A file that was not judged, and why.
 *
 * @public
 */
export interface SkippedFile {
  path: string;
  reason: string;
}

/**
 * What an audit leaves out, when it does not judge everything. Only from the command line.
 *
 * @public
 */
export interface AuditScope {
  /** Folder of the source that was judged; paths stay relative to the source. */
  folder?: string;
  /** Ids of the checks that were run, when they were chosen. Scores and verdicts then stand on these alone. */
  checks?: string[];
  /** Only findings in files that changed since this revision are listed. Scores stay those of the whole tree. */
  changedSince?: string;
}

/**
 * Scores as they are without accepted risks, false positives and exemptions.
 *
 * @public
 */
export interface UnwaivedScores {
  overall: Audit['overall'];
  level: string;
  verdicts: { stage: string; verdict: Verdict }[];
  areas: { id: string; score: number | null }[];
}

/**
 * One run over one entity at one revision: what the CLI prints and the API returns.
 *
 * @public
 */
export interface Audit {
  schemaVersion: 1;
  /** Only from the ledger. */
  id?: string;
  /** Entity reference; `null` without a catalog. */
  entity: string | null;
  /** URL or directory; `null` when only metadata was judged. */
  source: string | null;
  /** Commit, tree etag or content hash; `null` without a source. */
  revision: string | null;
  standard: { id: string; version: string };
  /** Absent when everything was judged and is listed. */
  scope?: AuditScope;
  startedAt: string;
  durationMs: number;
  overall: { score: number | null; target: number | null; gap: number | null };
  level: string;
  verdicts: StageVerdict[];
  areas: AreaScore[];
  results: CheckResult[];
  findings: Finding[];
  /** Seen, but counted nowhere: false positives, and findings of exempt checks. Only from the ledger. */
  waived?: Finding[];
  /** What it would be without any waiver; absent without one. Only from the ledger. */
  withoutWaivers?: UnwaivedScores;
  strengths: Strength[];
  roadmap: RoadmapPhase[];
  risks: Risk[];
  skipped: SkippedFile[];
}
