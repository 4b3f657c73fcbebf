import { Confidence, Severity } from './severity';

/**
 * What a check says about an entity. `unknown` means that it could not tell; it is never a silent pass.
 *
 * @public
 */
export type CheckStatus =
  | 'pass'
  | 'fail'
  | 'not-applicable'
  | 'unknown'
  | 'exempt';

/**
 * Rough size of the repair: `small` up to half a day, `medium` up to three days, `large` more.
 *
 * @public
 */
export type Effort = 'small' | 'medium' | 'large';

/**
 * What would have prevented a failure, one entry a kind of tool, each naming the tool or practice.
 *
 * @public
 */
export interface Guardrail {
  linter?: string;
  tests?: string;
  ci?: string;
  architecture?: string;
}

/**
 * A published rule that a check rests on.
 *
 * @public
 */
export interface CheckReference {
  /** Short name, for instance `CWE-798`. */
  title: string;
  /** An `https` address. */
  url: string;
}

/**
 * Everything about a check but its judging: identity, weight and the texts that the product shows.
 *
 * @public
 */
export interface CheckDefinition {
  /** Kebab-case; the key everywhere: folder, result, documentation page, translation. */
  id: string;
  /** Id of the area whose score it moves. */
  area: string;
  severity: Severity;
  confidence: Confidence;
  /** Id of the roadmap phase in which its item stands. */
  phase: string;
  effort: Effort;
  /** `attested` checks are answered by a person with evidence, all others by an audit. */
  kind: 'judged' | 'attested';
  /** Days from the act to the end of an attestation; only for `attested` checks. */
  validForDays?: number;
  title: string;
  description: string;
  /** What is wrong when it fails. */
  failureMode: string;
  /** How that shows in operation. */
  manifestation: string;
  /** Why it is dangerous, and for whom. */
  impact: string;
  /** How to repair it, Markdown with a short example. */
  remediation: string;
  guardrail: Guardrail;
  references: CheckReference[];
}

/**
 * A place in a source, with what was seen there.
 *
 * @public
 */
export interface Place {
  /** Path in the source tree with `/`, without a leading one. Absent for facts without a file, such as catalog metadata. */
  path?: string;
  /** First line, from 1. */
  line?: number;
  /** Last line, from 1, inclusive. */
  endLine?: number;
  /** At most three lines; secrets are masked. */
  snippet?: string;
  note?: string;
}

/**
 * One instance of what a check saw. In a failed result each item becomes one finding; in a passed one, one strength.
 *
 * @public
 */
export interface Evidence extends Place {
  /** Severity of this instance when its kind is milder or harder than the check. */
  severity?: Severity;
  /** Confidence of this instance when it differs from the result's. */
  confidence?: Confidence;
  /**
   * What this instance is about, stable while lines move: a service, a route, a setting. With path and check it
   * identifies the finding; without it the normalised snippet does.
   */
  subject?: string;
  /** Somebody marked the finding of this place as a false positive: it counts nowhere. Only from the ledger. */
  falsePositive?: boolean;
  /** Other places that belong to the same instance, for instance the use of a definition. */
  related?: Place[];
}

/**
 * What one check says in one audit.
 *
 * @public
 */
export interface CheckResult {
  check: string;
  area: string;
  severity: Severity;
  status: CheckStatus;
  confidence: Confidence;
  /** One line: what was seen, or why nothing could be told. */
  summary: string;
  /** Good subjects ÷ all subjects, 0–1, for checks that judge many subjects. Absent: all or nothing. */
  share?: number;
  evidence: Evidence[];
  /** For an absence: names, files and packages that were searched. */
  lookedFor: string[];
  /** Good places of a result that is not a pass. */
  strengths?: Evidence[];
}
