import { Evidence } from './check';
import { Confidence, Severity } from './severity';

/**
 * Where a finding stands. An audit opens, resolves and reopens; people acknowledge and start; waivers make
 * `accepted-risk`, `false-positive` and `exempt`.
 *
 * @public
 */
export type FindingState =
  | 'open'
  | 'reopened'
  | 'acknowledged'
  | 'in-progress'
  | 'accepted-risk'
  | 'false-positive'
  | 'exempt'
  | 'resolved';

/**
 * All states, open ones first.
 *
 * @public
 */
export const FINDING_STATES: readonly FindingState[] = [
  'open',
  'reopened',
  'acknowledged',
  'in-progress',
  'accepted-risk',
  'false-positive',
  'exempt',
  'resolved',
];

/**
 * States in which somebody has to act.
 *
 * @public
 */
export const OPEN_FINDING_STATES: readonly FindingState[] = [
  'open',
  'reopened',
  'acknowledged',
  'in-progress',
];

/**
 * Line of the list of findings.
 *
 * @public
 */
export interface FindingItem {
  /** The same for ever, also when it comes back. */
  id: string;
  entityRef: string;
  entityTitle: string;
  fingerprint: string;
  check: string;
  area: string;
  /** Id of the roadmap phase, `null` when the check stands in none. */
  phase: string | null;
  title: string;
  severity: Severity;
  confidence: Confidence;
  path: string | null;
  line: number | null;
  state: FindingState;
  /** Entity reference, `null` when nobody owns it. */
  owner: string | null;
  /** It was first seen under another owner. */
  inherited: boolean;
  /** Entity reference of the user or group that works on it. */
  assignee: string | null;
  /** Address of its ticket. */
  ticket: string | null;
  /** ISO 8601. */
  firstSeenAt: string;
  /** ISO 8601; `null` while it is only plausible and nobody has confirmed it. */
  dueAt: string | null;
  overdue: boolean;
  /** ISO 8601; only when resolved. */
  resolvedAt: string | null;
  /** ISO 8601; last change of state or of what people said. */
  updatedAt: string;
  /** Grows with each such change; the entity tag of the finding. */
  version: number;
}

/**
 * A finding with what the last audit saw of it.
 *
 * @public
 */
export interface FindingDetail extends FindingItem {
  /** `null` when the last audit did not see it. */
  evidence: Evidence | null;
  /** Where the evidence was read, and at which revision. */
  source: string | null;
  revision: string | null;
}

/**
 * What happened to a finding.
 *
 * @public
 */
export type FindingEventKind =
  | 'opened'
  | 'resolved'
  | 'reopened'
  | 'returned'
  | 'severity-changed'
  | 'owner-changed'
  | 'acknowledged'
  | 'started'
  | 'reset'
  | 'assigned'
  | 'ticket-linked'
  | 'commented'
  | 'risk-accepted'
  | 'marked-false-positive'
  | 'exempted'
  | 'waiver-lapsed'
  | 'waiver-ended';

/**
 * Entry of the history of a finding.
 *
 * @public
 */
export interface FindingEvent {
  kind: FindingEventKind;
  /** ISO 8601. */
  at: string;
  /** Entity reference of the person, or `null` for an audit or the passing of time. */
  actor: string | null;
  /** State before and after, `null` where there was none. */
  from: FindingState | null;
  to: FindingState | null;
  /** Comment, reason, or the new value of what changed. */
  text: string | null;
  /** The audit that saw it. */
  auditId: string | null;
  revision: string | null;
}

/**
 * Filters of the list of findings; several values of one filter are alternatives, different filters must all hold.
 *
 * @public
 */
export interface FindingsFilter {
  /** Entity references. */
  entity?: string[];
  owner?: string[];
  /** Entity references of systems. */
  system?: string[];
  kind?: string[];
  severity?: Severity[];
  confidence?: Confidence[];
  area?: string[];
  check?: string[];
  phase?: string[];
  /** Default: the open ones. */
  state?: FindingState[];
  assignee?: string[];
  /** Past its due date, or not. */
  overdue?: boolean;
  /** Nobody owns it, or somebody does. */
  unowned?: boolean;
  /** First seen under another owner, or under the one it has. */
  inherited?: boolean;
  /** First seen at or after this instant, ISO 8601. */
  newSince?: string;
  /** Part of title, path or check. */
  text?: string;
}

/**
 * Columns by which findings can be ordered; `severity` is hardest first.
 *
 * @public
 */
export type FindingOrderField = 'severity' | 'dueAt' | 'firstSeenAt';

/**
 * Request for a page of findings. With a `cursor`, filters and order come from it.
 *
 * @public
 */
export interface FindingsRequest extends FindingsFilter {
  /** 1–200, default 50. */
  limit?: number;
  cursor?: string;
  orderBy?: FindingOrderField;
  order?: 'asc' | 'desc';
}

/**
 * What somebody decides about findings.
 *
 * @public
 */
export type TriageAction =
  /** It is true. A plausible finding gets its due date with this. */
  | { type: 'acknowledge'; comment?: string }
  /** Somebody works on it. */
  | { type: 'start'; comment?: string }
  /** Nobody does any more. */
  | { type: 'reset'; comment?: string }
  /** Entity reference of a user or group; `null` for nobody. */
  | { type: 'assign'; assignee: string | null; comment?: string }
  /** An `http` or `https` address; `null` for none. */
  | { type: 'link-ticket'; ticket: string | null; comment?: string }
  | { type: 'comment'; comment: string };

/**
 * One decision about many findings: all of them or none.
 *
 * @public
 */
export interface BulkTriageRequest {
  /** 1–500; with a `version` only while the finding still has it. */
  findings: { id: string; version?: number }[];
  action: TriageAction;
}

/**
 * Why a decision about a finding is refused: it does not exist (or is hidden), the permission is missing, it has changed
 * since it was read, or its state does not allow it.
 *
 * @public
 */
export type TriageRefusal =
  | 'not-found'
  | 'not-allowed'
  | 'changed'
  | 'impossible';

/**
 * What a bulk decision did, or why it did nothing.
 *
 * @public
 */
export interface BulkTriageReport {
  /** `false`: nothing was changed, because at least one of them could not be. */
  applied: boolean;
  items: {
    id: string;
    result: 'changed' | 'unchanged' | 'refused';
    /** Why it was refused, for programs and for people. */
    code?: TriageRefusal;
    reason?: string;
    version?: number;
  }[];
}
