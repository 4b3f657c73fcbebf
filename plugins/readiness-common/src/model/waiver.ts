import { TriageRefusal } from './finding';
import { Severity } from './severity';

/**
 * `accepted-risk`: the finding is true and somebody lives with it for a while. `false-positive`: it is not true.
 * `exemption`: the check (or the whole standard) is not asked of an entity.
 *
 * @public
 */
export type WaiverKind = 'accepted-risk' | 'false-positive' | 'exemption';

/**
 * Only an `active` waiver has any effect.
 *
 * @public
 */
export type WaiverStatus =
  | 'pending'
  | 'active'
  | 'lapsed'
  | 'withdrawn'
  | 'rejected';

/**
 * A dated exception.
 *
 * @public
 */
export interface Waiver {
  id: string;
  kind: WaiverKind;
  status: WaiverStatus;
  /** The finding, for `accepted-risk` and `false-positive`. */
  finding: string | null;
  /** The entity; `null` for an exemption of all that a filter selects. */
  entityRef: string | null;
  /** Filter predicate over entities. */
  filter: object | null;
  /** The check; `null` for an exemption from the whole standard. */
  check: string | null;
  /** Of the finding or check when it was asked for. */
  severity: Severity | null;
  reason: string;
  /** Entity reference of who asked for it. */
  author: string;
  /** ISO 8601. */
  createdAt: string;
  /** When it ends by itself, ISO 8601; `null` for never. */
  expiresAt: string | null;
  /** Who approved or rejected it, when and why. */
  decidedBy: string | null;
  decidedAt: string | null;
  decision: string | null;
  /** Who withdrew it, `null` when it lapsed; and when it ended. */
  endedBy: string | null;
  endedAt: string | null;
}

/**
 * Asks for waivers: of up to 500 findings, or of a check for an entity or for all that a filter selects.
 *
 * @public
 */
export type WaiverRequest =
  | {
      kind: 'accepted-risk';
      findings: string[];
      reason: string;
      /** ISO 8601, no later than the standard allows for the severity. */
      expiresAt: string;
    }
  | {
      kind: 'false-positive';
      findings: string[];
      reason: string;
      expiresAt?: string;
    }
  | {
      kind: 'exemption';
      /** Absent: the whole standard. */
      check?: string;
      /** Exactly one of these. */
      entityRef?: string;
      filter?: object;
      reason: string;
      expiresAt: string;
    };

/**
 * What was waived, or why nothing was.
 *
 * @public
 */
export interface WaiverReport {
  /** `false`: nothing was done, because at least one finding could not be waived. */
  applied: boolean;
  waivers: Waiver[];
  refused: { id: string; code: TriageRefusal; reason: string }[];
}

/**
 * Filters of the list of waivers.
 *
 * @public
 */
export interface WaiversFilter {
  entity?: string[];
  kind?: WaiverKind[];
  /** Default: `pending` and `active`. */
  status?: WaiverStatus[];
  check?: string[];
  /** Ends before this instant, ISO 8601. */
  expiresBefore?: string;
}

/**
 * Request for a page of waivers, newest first. With a `cursor`, filters come from it.
 *
 * @public
 */
export interface WaiversRequest extends WaiversFilter {
  /** 1–200, default 50. */
  limit?: number;
  cursor?: string;
}
