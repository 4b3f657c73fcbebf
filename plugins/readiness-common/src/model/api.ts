import { Audit } from './audit';
import { CheckDefinition } from './check';
import { Severity } from './severity';
import { Standard, Verdict } from './standard';

/**
 * Where an entity stands in the queue of audits.
 *
 * `queued`: waits, `position` entities (itself included) are due before or with it. `running`: a worker holds it.
 * `done`: the last run succeeded. `failed`: the last run did not; the last good audit stays visible. `dead-letter`: too
 * many runs in a row did not; it waits until somebody asks for another, or the entity or its source changes.
 *
 * @public
 */
export interface AuditState {
  status: 'queued' | 'running' | 'done' | 'failed' | 'dead-letter';
  /** 1 = next; only while queued. */
  position?: number;
  /** Last time a run finished with a result or found the source unchanged, ISO 8601. */
  checkedAt: string | null;
  /** When the next run is due, ISO 8601. */
  nextAuditAt: string | null;
  /** The last good audit is older than the configured limit. */
  stale: boolean;
  /** Why the last run failed. */
  error?: { message: string; at: string; attempts: number };
  /** Queued, but its source host wants to be left alone until then, ISO 8601. */
  rateLimited?: { host: string; until: string };
}

/**
 * Readiness of one entity: its last good audit and the state of its queue entry.
 *
 * @public
 */
export interface EntityReadiness {
  entityRef: string;
  /** `null` while there is no audit. */
  audit: Audit | null;
  state: AuditState;
}

/**
 * Row of the services list.
 *
 * @public
 */
export interface ServiceItem {
  entityRef: string;
  title: string;
  kind: string;
  type: string | null;
  owner: string | null;
  system: string | null;
  lifecycle: string | null;
  /** 0–10, `null` while there is none. */
  score: number | null;
  target: number | null;
  level: string | null;
  verdicts: { stage: string; verdict: Verdict }[];
  areas: { id: string; score: number | null; target: number }[];
  findings: Record<Severity, number>;
  /** ISO 8601. */
  auditedAt: string | null;
  state: AuditState['status'];
}

/**
 * One page of a list.
 *
 * @public
 */
export interface Page<T> {
  items: T[];
  totalItems: number;
  /** There are more than `totalItems`; they were counted no further. */
  totalIsLowerBound?: boolean;
  pageInfo: { nextCursor?: string; prevCursor?: string };
}

/**
 * Columns by which the services list can be ordered; `area:<id>` orders by the score of an area.
 *
 * @public
 */
export type ServiceOrderField =
  | 'title'
  | 'owner'
  | 'score'
  | 'gap'
  | 'level'
  | 'findings'
  | 'auditedAt'
  | `area:${string}`;

/**
 * Filters of the services list; several values of one filter are alternatives, different filters must all hold.
 *
 * @public
 */
export interface ServicesFilter {
  owner?: string[];
  kind?: string[];
  type?: string[];
  system?: string[];
  lifecycle?: string[];
  level?: string[];
  state?: string[];
  /** Area that must apply to the service. */
  area?: string;
  /** Part of title or entity reference. */
  text?: string;
}

/**
 * Request for a page of services. With a `cursor`, filters and order come from it.
 *
 * @public
 */
export interface ServicesRequest extends ServicesFilter {
  /** 1–200, default 50. */
  limit?: number;
  cursor?: string;
  orderBy?: ServiceOrderField;
  order?: 'asc' | 'desc';
}

/**
 * Values that occur in the services list, for filters.
 *
 * @public
 */
export interface ServiceFacets {
  owner: string[];
  kind: string[];
  type: string[];
  system: string[];
  lifecycle: string[];
}

/**
 * A standard with the checks that this installation runs.
 *
 * @public
 */
export interface StandardWithChecks extends Standard {
  checks: CheckDefinition[];
}

/**
 * Line of the list of standards.
 *
 * @public
 */
export type StandardSummary = Pick<
  Standard,
  'id' | 'version' | 'title' | 'description'
> & { areas: number; checks: number };
