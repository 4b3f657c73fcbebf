import { CheckDefinition } from './check';
import { Severity } from './severity';

/**
 * A part of readiness with a score from 0 to 10.
 *
 * @public
 */
export interface Area {
  id: string;
  title: string;
  description: string;
  /** Score wanted, 0–10. */
  target: number;
  /** Weight in the overall mean; the built-in standard uses 1 everywhere. */
  weight: number;
  /** Check whose failure with share 0 caps the area at 3.0. */
  coreCheck?: string;
}

/**
 * A step of the roadmap. The window counts from the entity's first audit.
 *
 * @public
 */
export interface Phase {
  id: string;
  title: string;
  /** For people, for instance `Week 1–2`. */
  window: string;
  /** First day of the window, 0 = day of the first audit. */
  fromDay: number;
  /** Day the window ends, exclusive; absent for an open end. */
  toDay?: number;
  description: string;
}

/**
 * One condition of a stage, as data. Every kind names its checks when it is not met.
 *
 * @public
 */
export type StageCondition =
  /** All `must` conditions of another stage hold. */
  | { type: 'stage'; stage: string }
  /** No open certain or likely finding of this severity or harder, in these areas or of these checks (default: anywhere). */
  | {
      type: 'no-open-findings';
      severity: Severity;
      areas?: string[];
      checks?: string[];
    }
  /** These checks pass or do not apply. */
  | { type: 'checks-pass'; checks: string[] }
  /** The core check of every area passes or does not apply. */
  | { type: 'core-checks-pass' }
  /** Overall score, 0–10. */
  | { type: 'overall-at-least'; score: number }
  /** Score of each applicable area, or of each of these. */
  | { type: 'areas-at-least'; score: number; areas?: string[] }
  /** Each applicable area is at most this much below its target. */
  | { type: 'areas-near-target'; within: number }
  /** At least this share (0–1) of the items of each phase is done. */
  | { type: 'phases-done'; phases: string[]; share: number }
  /** These attested checks are valid; one with `unless` is not needed where that check does not apply. */
  | { type: 'attested'; checks: { id: string; unless?: string }[] }
  /** No check of this severity or harder is unknown. */
  | { type: 'nothing-unknown'; severity: Severity }
  /** No finding (of this severity or harder) is past its due date. */
  | { type: 'nothing-overdue'; severity?: Severity };

/**
 * A release stage with what an entity must and should show for it.
 *
 * @public
 */
export interface Stage {
  id: string;
  title: string;
  description: string;
  must: StageCondition[];
  should: StageCondition[];
}

/**
 * A maturity level and the stage verdicts under which it holds.
 *
 * @public
 */
export interface Level {
  id: string;
  title: string;
  /** Absent: holds always. */
  stage?: string;
  verdicts?: Verdict[];
}

/**
 * Verdict of a stage.
 *
 * @public
 */
export type Verdict = 'go' | 'conditional' | 'no-go';

/**
 * Weight and deadlines of a severity.
 *
 * @public
 */
export interface SeverityPolicy {
  /** Weight in the score. */
  weight: number;
  /** Days from first seen to due. */
  fixWithinDays: number;
  /** Longest risk acceptance, days. */
  acceptAtMostDays: number;
}

/**
 * A group of findings shown as one risk.
 *
 * @public
 */
export interface RiskCategory {
  title: string;
  areas: string[];
  /** Checks counted here although their area belongs to another category. */
  checks?: string[];
}

/**
 * How a standard departs from what a check says of itself.
 *
 * @public
 */
export interface CheckPolicy {
  /** `false`: the check is not part of the standard. It is neither run nor scored, and no condition asks for it. */
  enabled?: boolean;
  /** Replaces the severity of the check. No instance of it weighs more, milder kinds stay as they are. */
  severity?: Severity;
  /** Id of the phase in which its roadmap item stands. */
  phase?: string;
}

/**
 * What "ready" means, as data.
 *
 * @public
 */
export interface Standard {
  id: string;
  /** Semantic version; scores of different versions are not the same measure. */
  version: string;
  title: string;
  description: string;
  areas: Area[];
  phases: Phase[];
  /** Easiest first. */
  stages: Stage[];
  /** Lowest first. */
  levels: Level[];
  severities: Record<Severity, SeverityPolicy>;
  riskCategories: RiskCategory[];
  /** Caps that the scoring applies, 0–10. */
  caps: { openCritical: number; coreCheckFailed: number };
  /** Checks that a person answers. */
  attestedChecks: CheckDefinition[];
  /** Departures from the checks' own definitions, by check id. Checks that are not named count as they are. */
  checkPolicies?: Record<string, CheckPolicy>;
}
