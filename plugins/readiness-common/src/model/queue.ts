import { AuditState } from './api';

/**
 * Request for audits of several entities.
 *
 * @public
 */
export interface AuditsRequest {
  /** 1–500 entity references. */
  entityRefs: string[];
}

/**
 * What became of a request for audits, entity by entity, in the order of the request.
 *
 * @public
 */
export interface AuditsReport {
  items: {
    entityRef: string;
    /** `not-found` also for what the caller may not see. */
    status: 'requested' | 'not-allowed' | 'not-found';
  }[];
}

/**
 * Which dead letters are tried again; all by default.
 *
 * @public
 */
export interface RetryRequest {
  /** Source hosts. */
  host?: string[];
  /** Entity references of owners. */
  owner?: string[];
}

/**
 * The queue, as far as its entities are visible to the caller.
 *
 * @public
 */
export interface QueueSummary {
  /** Entities by the state of their audit. */
  states: Record<AuditState['status'], number>;
  /** When the entity became due that has waited longest, ISO 8601; `null` when none waits. */
  oldestDueAt: string | null;
  /** Hosts that sources are read from. */
  hosts: {
    host: string;
    waiting: number;
    running: number;
    /** It wants to be left alone until then, ISO 8601. */
    rateLimitedUntil: string | null;
    /** What it said. */
    reason: string | null;
  }[];
}
