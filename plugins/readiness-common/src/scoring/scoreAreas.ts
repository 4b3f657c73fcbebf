import { AreaScore } from '../model/audit';
import { CheckResult } from '../model/check';
import { Confidence, Severity, worstSeverity } from '../model/severity';
import { Area, Standard } from '../model/standard';
import { withoutPlaces } from '../audit/waive';
import { roundScore } from './roundScore';

/**
 * What one check contributes to the score of its area.
 *
 * @public
 */
export interface ScoreLine {
  check: string;
  status: CheckResult['status'];
  /** Weight by severity; 0 when the check does not count. */
  weight: number;
  /** Part of the weight that is earned. */
  earned: number;
  /** Good subjects ÷ all subjects, where the check judges many. */
  share?: number;
  /** Cap on the area that this check causes, 0–10. */
  cap?: number;
  /** Why the line is as it is, for people. */
  note: string;
}

/**
 * Score of an area with everything needed to answer "why this score?".
 *
 * @public
 */
export interface AreaExplanation {
  area: AreaScore;
  lines: ScoreLine[];
  earned: number;
  possible: number;
  /** Score before caps, `null` without an applicable check. */
  uncapped: number | null;
  /** Lowest cap that applies. */
  cap?: number;
}

/**
 * Scores every area of a standard from check results. Pure; the only place where scores are made.
 *
 * A check weighs by its severity. A pass earns the weight; a failure loses
 * `min(weight of the check, weight of its worst open finding) × (1 − share)`, half of that when plausible.
 * `not-applicable`, `unknown`, `exempt` and places of false positives are left out. An open critical finding and a core check that fails
 * with share 0 cap the area.
 *
 * @public
 */
export function scoreAreas(
  results: readonly CheckResult[],
  standard: Standard,
): AreaExplanation[] {
  const attested = new Set(standard.attestedChecks.map(check => check.id));
  return standard.areas.map(area =>
    scoreArea(
      area,
      results
        .filter(result => result.area === area.id)
        .map(withoutFalsePositives),
      standard,
      attested,
    ),
  );
}

function scoreArea(
  area: Area,
  results: CheckResult[],
  standard: Standard,
  attested: Set<string>,
): AreaExplanation {
  const lines = results.map(result => scoreLine(result, area, standard));
  const counted = lines.filter(line => line.weight > 0);
  const possible = sum(counted.map(line => line.weight));
  const earned = sum(counted.map(line => line.earned));
  const caps = counted.flatMap(line =>
    line.cap === undefined ? [] : line.cap,
  );
  const cap = caps.length ? Math.min(...caps) : undefined;

  const unknownWeight = sum(
    results
      .filter(
        // Attested checks wait for a person; waiting is no lack of evidence in the audit.
        result => result.status === 'unknown' && !attested.has(result.check),
      )
      .map(result => standard.severities[result.severity].weight),
  );
  const enoughEvidence = unknownWeight * 2 <= possible + unknownWeight;

  const uncapped = possible > 0 ? (10 * earned) / possible : null;
  let state: AreaScore['state'] = 'scored';
  if (!enoughEvidence) {
    state = 'not-enough-evidence';
  } else if (uncapped === null) {
    state = 'not-applicable';
  }
  const score =
    state === 'scored' && uncapped !== null
      ? roundScore(Math.min(uncapped, cap ?? 10))
      : null;

  return {
    area: {
      id: area.id,
      title: area.title,
      score,
      target: area.target,
      gap: score === null ? null : roundScore(area.target - score),
      applicable: counted.length,
      passed: results.filter(result => result.status === 'pass').length,
      state,
    },
    lines,
    earned,
    possible,
    uncapped: uncapped === null ? null : roundScore(uncapped),
    cap,
  };
}

const NOT_COUNTED = {
  'not-applicable': 'Does not apply, so it neither earns nor costs.',
  unknown: 'Could not be decided, so it neither earns nor costs.',
  exempt: 'Exempt, so it neither earns nor costs.',
} as const;

function scoreLine(
  result: CheckResult,
  area: Area,
  standard: Standard,
): ScoreLine {
  const { check, status, share } = result;
  const weight = standard.severities[result.severity].weight;
  if (status === 'pass') {
    return { check, status, weight, earned: weight, note: 'Passes.' };
  }
  if (status !== 'fail') {
    return { check, status, weight: 0, earned: 0, note: NOT_COUNTED[status] };
  }

  const good = Math.min(1, Math.max(0, share ?? 0));
  const worst = worstOpenFinding(result);
  const plausible = result.confidence === 'plausible';
  const atStake = Math.min(weight, standard.severities[worst].weight);
  const lost = atStake * (1 - good) * (plausible ? 0.5 : 1);

  const caps: number[] = [];
  const notes = [
    `Fails: worst open finding is ${worst}${
      share === undefined ? '' : `, ${Math.round(good * 100)} % is good`
    }${plausible ? '; only plausible, so half is lost' : ''}.`,
  ];
  if (hasOpenCritical(result)) {
    caps.push(standard.caps.openCritical);
    notes.push(
      `An open critical finding caps the area at ${standard.caps.openCritical}.`,
    );
  }
  if (area.coreCheck === check && good === 0) {
    caps.push(standard.caps.coreCheckFailed);
    notes.push(
      `The core check of the area fails, which caps it at ${standard.caps.coreCheckFailed}.`,
    );
  }
  return {
    check,
    status,
    weight,
    earned: weight - lost,
    share,
    cap: caps.length ? Math.min(...caps) : undefined,
    note: notes.join(' '),
  };
}

function withoutFalsePositives(result: CheckResult): CheckResult {
  return result.status === 'fail' &&
    result.evidence.some(({ falsePositive }) => falsePositive)
    ? withoutPlaces(result, ({ falsePositive }) => !falsePositive)
    : result;
}

function instances(
  result: CheckResult,
): { severity: Severity; confidence: Confidence }[] {
  if (result.evidence.length === 0) {
    return [{ severity: result.severity, confidence: result.confidence }];
  }
  return result.evidence.map(evidence => ({
    severity: evidence.severity ?? result.severity,
    confidence: evidence.confidence ?? result.confidence,
  }));
}

function worstOpenFinding(result: CheckResult): Severity {
  return instances(result)
    .map(instance => instance.severity)
    .reduce(worstSeverity);
}

function hasOpenCritical(result: CheckResult): boolean {
  return instances(result).some(
    instance =>
      instance.severity === 'critical' && instance.confidence !== 'plausible',
  );
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
