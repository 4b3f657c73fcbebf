import { Severity } from './severity';

/**
 * Why a score changed: the service itself, the rules (standard or engine), a waiver, an attestation, or ownership and
 * metadata. `first`: there was none before.
 *
 * @public
 */
export type ScoreCause =
  | 'first'
  | 'service'
  | 'rules'
  | 'waiver'
  | 'attestation'
  | 'metadata';

/**
 * One change of the scores of an entity.
 *
 * @public
 */
export interface ScoreChange {
  /** ISO 8601. */
  at: string;
  auditId: string;
  revision: string | null;
  standardVersion: string;
  /** What made the difference, most likely first. */
  causes: ScoreCause[];
  score: number | null;
  target: number | null;
  level: string;
  findings: Record<Severity, number>;
  /** Areas with another score than before. */
  areas: { id: string; from: number | null; to: number | null }[];
  /** Findings that came and went. */
  cameAndWent: { check: string; came: number; went: number }[];
}

/**
 * By what entities are added up.
 *
 * @public
 */
export type RollupDimension = 'organisation' | 'owner' | 'system';

/**
 * Sums over entities at the end of a day.
 *
 * @public
 */
export interface RollupPoint {
  /** Day in UTC, `2026-01-31`. */
  day: string;
  entities: number;
  /** Means of the entities that have a score, one decimal. */
  score: number | null;
  target: number | null;
  findings: Record<Severity, number>;
}

/**
 * How the entities of an owner or a system stand.
 *
 * @public
 */
export interface ScorecardItem {
  /** Entity reference; `null` for entities without one. */
  key: string | null;
  entities: number;
  /** Entities with a score; the means are over these. */
  scored: number;
  score: number | null;
  target: number | null;
  gap: number | null;
  /** Lowest and highest score. */
  lowest: number | null;
  highest: number | null;
  findings: Record<Severity, number>;
}

/**
 * Request for a page of scorecards, in the order of the keys.
 *
 * @public
 */
export interface ScorecardsRequest {
  by: 'owner' | 'system';
  /** 1–200, default 50. */
  limit?: number;
  cursor?: string;
}

/**
 * Request for a trend.
 *
 * @public
 */
export interface TrendRequest {
  dimension: RollupDimension;
  /** Reference of owner or system; absent for the whole organisation. */
  key?: string;
  /** First day, `2026-01-31`; default: 90 days ago. */
  from?: string;
}
