import {
  AreaScore,
  Audit,
  Finding,
  RoadmapPhase,
  StageVerdict,
  VerdictReason,
} from '../model/audit';
import { CheckDefinition, CheckResult } from '../model/check';
import { isAtLeast } from '../model/severity';
import { Stage, StageCondition, Standard } from '../model/standard';
import { isSwitchedOff } from '../standards/checkPolicy';

interface Judged {
  standard: Standard;
  checks: ReadonlyMap<string, CheckDefinition>;
  results: ReadonlyMap<string, CheckResult>;
  overall: Audit['overall'];
  areas: readonly AreaScore[];
  /** Scores as they are without accepted risks; absent without one. */
  covered?: { overall: Audit['overall']; areas: readonly AreaScore[] };
  findings: readonly Finding[];
  roadmap: readonly RoadmapPhase[];
  /** Instant against which due dates are compared, ISO 8601. */
  now: string;
}

/** One condition that does not hold. `weak`: only unknown, or covered by an exemption or an accepted risk. */
interface Unmet {
  check?: string;
  text: string;
  weak?: 'unknown' | 'covered';
}

/**
 * Judges every stage of the standard.
 *
 * `go`: all must and should hold. `conditional`: each unmet must is only unknown, or covered by an exemption or an
 * accepted risk, or a should does not hold. `no-go`: otherwise.
 */
export function judgeStages(judged: Judged): StageVerdict[] {
  return judged.standard.stages.map(stage => judgeStage(stage, judged));
}

function judgeStage(stage: Stage, judged: Judged): StageVerdict {
  const must = unmetMusts(stage, judged);
  const should = stage.should.flatMap(condition => unmetOf(condition, judged));
  const blocked = must.some(unmet => !unmet.weak);
  const conditional = must.length > 0 || should.length > 0;
  let verdict: StageVerdict['verdict'] = 'go';
  if (blocked) {
    verdict = 'no-go';
  } else if (conditional) {
    verdict = 'conditional';
  }
  return {
    stage: stage.id,
    verdict,
    reasons: unique([
      ...must.map(unmet => reason(unmet, 'must')),
      ...should.map(unmet => reason(unmet, 'should')),
    ]),
  };
}

function unmetMusts(stage: Stage, judged: Judged): Unmet[] {
  return stage.must.flatMap(condition => unmetOf(condition, judged));
}

function reason(unmet: Unmet, kind: 'must' | 'should'): VerdictReason {
  const { check, text, weak } = unmet;
  return { check, text, kind: weak === 'unknown' ? 'unknown' : kind };
}

function unmetOf(condition: StageCondition, judged: Judged): Unmet[] {
  const { standard, areas, overall, findings, results, checks } = judged;
  const title = (check: string) => checks.get(check)?.title ?? check;

  switch (condition.type) {
    case 'stage': {
      const stage = standard.stages.find(({ id }) => id === condition.stage);
      return stage ? unmetMusts(stage, judged) : [];
    }
    case 'no-open-findings': {
      const blocking = findings.filter(
        finding =>
          finding.confidence !== 'plausible' &&
          isAtLeast(finding.severity, condition.severity) &&
          (condition.areas?.includes(finding.area) ?? true) &&
          (condition.checks?.includes(finding.check) ?? true),
      );
      return [
        ...countByCheck(blocking.filter(finding => !isAccepted(finding))).map(
          ([check, count, severity]) => ({
            check,
            text: `${count} open ${severity} ${
              count === 1 ? 'finding' : 'findings'
            }: ${title(check)}`,
          }),
        ),
        ...countByCheck(blocking.filter(isAccepted)).map(
          ([check, count, severity]) => ({
            check,
            text: `${count} accepted ${severity} ${
              count === 1 ? 'risk' : 'risks'
            }: ${title(check)}`,
            weak: 'covered' as const,
          }),
        ),
      ];
    }
    case 'checks-pass':
      return condition.checks.flatMap(check => mustPass(check, judged));
    case 'core-checks-pass':
      return standard.areas.flatMap(area =>
        area.coreCheck ? mustPass(area.coreCheck, judged) : [],
      );
    case 'overall-at-least':
      if (overall.score === null) {
        return [{ text: 'There is no overall score' }];
      }
      return overall.score >= condition.score
        ? []
        : [
            {
              text: `Overall score ${overall.score} is below ${condition.score}`,
              weak: isCovered(judged.covered?.overall.score, condition.score),
            },
          ];
    case 'areas-at-least':
      return areas
        .filter(area => condition.areas?.includes(area.id) ?? true)
        .flatMap(area => areaBelow(area, condition.score, judged));
    case 'areas-near-target':
      return areas.flatMap(area =>
        areaBelow(area, area.target - condition.within, judged),
      );
    case 'phases-done':
      return condition.phases.flatMap(id =>
        phaseBelow(id, condition.share, judged),
      );
    case 'attested':
      return condition.checks.flatMap(({ id, unless }) =>
        unless && results.get(unless)?.status === 'not-applicable'
          ? []
          : mustPass(id, judged),
      );
    case 'nothing-unknown':
      return [...results.values()]
        .filter(
          result =>
            result.status === 'unknown' &&
            checks.get(result.check)?.kind !== 'attested' &&
            isAtLeast(result.severity, condition.severity),
        )
        .map(result => ({
          check: result.check,
          text: `Could not be decided: ${title(result.check)}`,
          weak: 'unknown' as const,
        }));
    case 'nothing-overdue':
      return countByCheck(
        findings.filter(
          finding =>
            finding.dueAt !== undefined &&
            finding.dueAt < judged.now &&
            !isAccepted(finding) &&
            isAtLeast(finding.severity, condition.severity ?? 'low'),
        ),
      ).map(([check, count]) => ({
        check,
        text: `${count} overdue: ${title(check)}`,
      }));
    default:
      throw new Error(
        `Unknown stage condition ${JSON.stringify(condition satisfies never)}`,
      );
  }
}

function mustPass(check: string, judged: Judged): Unmet[] {
  if (isSwitchedOff(check, judged.standard)) {
    return [];
  }
  const result = judged.results.get(check);
  const definition = judged.checks.get(check);
  const title = definition?.title ?? check;
  switch (result?.status) {
    case 'pass':
    case 'not-applicable':
      return [];
    case 'fail':
      return onlyAccepted(check, judged)
        ? [{ check, text: `Accepted risk: ${title}`, weak: 'covered' }]
        : [{ check, text: `Fails: ${title}` }];
    case 'exempt':
      return [{ check, text: `Exempt: ${title}`, weak: 'covered' }];
    default:
      return [
        {
          check,
          text:
            definition?.kind === 'attested'
              ? `Not attested: ${title}`
              : `Could not be decided: ${title}`,
          weak: 'unknown',
        },
      ];
  }
}

function areaBelow(area: AreaScore, limit: number, judged: Judged): Unmet[] {
  if (area.state === 'not-enough-evidence') {
    return [{ text: `${area.title} has not enough evidence`, weak: 'unknown' }];
  }
  return area.score === null || area.score >= limit
    ? []
    : [
        {
          text: `${area.title} ${area.score} is below ${limit}`,
          weak: isCovered(
            judged.covered?.areas.find(({ id }) => id === area.id)?.score,
            limit,
          ),
        },
      ];
}

/** Whether a limit would be met without accepted risks. */
function isCovered(
  score: number | null | undefined,
  limit: number,
): Unmet['weak'] {
  return score === null || (score !== undefined && score >= limit)
    ? 'covered'
    : undefined;
}

function isAccepted({ state }: Finding): boolean {
  return state === 'accepted-risk';
}

/** Whether a check fails with nothing but accepted risks. */
function onlyAccepted(check: string, { findings }: Judged): boolean {
  const own = findings.filter(finding => finding.check === check);
  return own.length > 0 && own.every(isAccepted);
}

function phaseBelow(id: string, share: number, judged: Judged): Unmet[] {
  const phase = judged.roadmap.find(item => item.phase === id);
  if (!phase || phase.done >= phase.total * share) {
    return [];
  }
  const open = phase.items.filter(item => !item.done && !item.exempt);
  const statusOf = (check: string) => judged.results.get(check)?.status;
  const onlyUnknown = open.every(item =>
    item.checks.every(check => statusOf(check) === 'unknown'),
  );
  const accepted = open.filter(item =>
    item.checks.every(check => onlyAccepted(check, judged)),
  );
  let weak: Unmet['weak'];
  if (onlyUnknown) {
    weak = 'unknown';
  } else if (phase.done + accepted.length >= phase.total * share) {
    weak = 'covered';
  }
  return [
    {
      text: `Phase ${phase.title}: ${phase.done} of ${phase.total} items done`,
      weak,
    },
  ];
}

function countByCheck(
  findings: Finding[],
): [check: string, count: number, severity: Finding['severity']][] {
  const counts = new Map<
    string,
    { count: number; severity: Finding['severity'] }
  >();
  for (const { check, severity } of findings) {
    const entry = counts.get(check);
    if (!entry) {
      counts.set(check, { count: 1, severity });
    } else {
      entry.count += 1;
      entry.severity = isAtLeast(severity, entry.severity)
        ? severity
        : entry.severity;
    }
  }
  return [...counts].map(([check, { count, severity }]) => [
    check,
    count,
    severity,
  ]);
}

function unique(reasons: VerdictReason[]): VerdictReason[] {
  const seen = new Set<string>();
  return reasons.filter(({ text }) => !seen.has(text) && seen.add(text));
}
