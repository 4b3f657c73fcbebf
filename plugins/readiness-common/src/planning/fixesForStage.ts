import { Audit, VerdictReason } from '../model/audit';
import { CheckDefinition, Effort } from '../model/check';
import { Verdict } from '../model/standard';
import { definitionsById, ReportOptions } from '../report/describeFindings';
import { buildRoadmap } from '../scoring/buildRoadmap';
import { judgeStages } from '../scoring/judgeStages';
import { levelOf } from '../scoring/levelOf';
import { scoreAreas } from '../scoring/scoreAreas';
import { scoreOverall } from '../scoring/scoreOverall';
import { distanceToStage } from './distanceToStage';

/**
 * A failing check to repair.
 *
 * @public
 */
export interface StageFix {
  check: string;
  title: string;
  effort?: Effort;
  /** Open findings of the check. */
  findings: number;
  /** `asked`: the stage asks for this check. `score`: it lifts a score, or a phase, far enough. */
  because: 'asked' | 'score';
}

/**
 * What to repair so that a stage is no longer refused.
 *
 * @public
 */
export interface StagePlan {
  /** Id of the first stage that is `no-go` now. */
  stage: string;
  /** Quick ones first. */
  fixes: StageFix[];
  /** What the audit would say with all of them repaired. */
  after: {
    /** 0–10. */
    score: number | null;
    level: string;
    verdict: Verdict;
  };
  /** What would still refuse the stage: no repair of a failing check helps against it. */
  remaining: VerdictReason[];
}

/** Days, for weighing one repair against another. */
const DAYS: Record<Effort, number> = { small: 0.5, medium: 2, large: 5 };

const EFFORTS: readonly (Effort | undefined)[] = [
  'small',
  'medium',
  'large',
  undefined,
];

/**
 * A small set of repairs that brings the first refused stage to `conditional` or `go`: every failing check that the
 * stage names, and of the others as few and as quick ones as its scores and phases still need. Each step is judged as
 * an audit judges, by the same functions. Small, but not proved to be the smallest: that would be a search over all
 * sets.
 *
 * @returns `undefined` when no stage is refused.
 * @public
 */
export function fixesForStage(
  audit: Audit,
  options: ReportOptions,
): StagePlan | undefined {
  const stage = audit.verdicts.find(
    ({ verdict }) => verdict === 'no-go',
  )?.stage;
  if (stage === undefined) {
    return undefined;
  }
  const definitions = definitionsById(options);
  const failing = new Set(
    audit.results
      .filter(({ status }) => status === 'fail')
      .map(({ check }) => check),
  );
  const daysOf = (check: string) =>
    DAYS[definitions.get(check)?.effort ?? 'medium'];

  const judge = (repaired: ReadonlySet<string>) =>
    judgeRepaired(audit, { ...options, definitions, stage, repaired });

  const repaired = new Set<string>();
  const asked = new Set<string>();
  let judged = judge(repaired);
  // Until the stage names nothing more: a core check can fail behind another.
  for (;;) {
    const named = judged.blocking.flatMap(({ check }) =>
      check !== undefined && failing.has(check) && !repaired.has(check)
        ? [check]
        : [],
    );
    if (named.length === 0) {
      break;
    }
    named.forEach(check => {
      repaired.add(check);
      asked.add(check);
    });
    judged = judge(repaired);
  }

  const chosen: string[] = [];
  while (judged.verdict === 'no-go') {
    const best = bestStep(
      [...failing].filter(check => !repaired.has(check)),
      check => judge(new Set([...repaired, check])),
      judged,
      daysOf,
    );
    if (best === undefined) {
      break;
    }
    repaired.add(best);
    chosen.push(best);
    judged = judge(repaired);
  }
  // A later step may have made an earlier one needless; those that cost most are tried first.
  for (const check of chosen.sort((a, b) => daysOf(b) - daysOf(a))) {
    const without = new Set(repaired);
    without.delete(check);
    const next = judge(without);
    if (next.blocking.length <= judged.blocking.length) {
      repaired.delete(check);
      judged = next;
    }
  }

  return {
    stage,
    fixes: [...repaired]
      .map((check): StageFix => {
        const definition = definitions.get(check);
        return {
          check,
          title: definition?.title ?? check,
          effort: definition?.effort,
          findings: audit.findings.filter(item => item.check === check).length,
          because: asked.has(check) ? 'asked' : 'score',
        };
      })
      .sort(
        (a, b) =>
          EFFORTS.indexOf(a.effort) - EFFORTS.indexOf(b.effort) ||
          (a.title < b.title ? -1 : 1),
      ),
    after: {
      score: judged.score,
      level: judged.level,
      verdict: judged.verdict,
    },
    remaining: judged.blocking,
  };
}

/** A stage as it would be judged with some checks repaired. */
interface Judged {
  score: number | null;
  level: string;
  verdict: Verdict;
  /** What still refuses the stage. */
  blocking: VerdictReason[];
  /** How far scores and phases are from what it asks for. */
  distance: number;
}

/** The repair that brings scores and phases nearest for its effort; none when nothing moves. */
function bestStep(
  candidates: readonly string[],
  judge: (check: string) => Judged,
  now: Judged,
  daysOf: (check: string) => number,
): string | undefined {
  let best: { check: string; pace: number } | undefined;
  for (const check of candidates) {
    const pace = (now.distance - judge(check).distance) / daysOf(check);
    if (pace > 0 && (!best || pace > best.pace)) {
      best = { check, pace };
    }
  }
  return best?.check;
}

function judgeRepaired(
  audit: Audit,
  options: Pick<ReportOptions, 'standard'> & {
    definitions: ReadonlyMap<string, CheckDefinition>;
    stage: string;
    repaired: ReadonlySet<string>;
  },
): Judged {
  const { standard, definitions, stage, repaired } = options;
  const results = audit.results.map(result =>
    repaired.has(result.check)
      ? { ...result, status: 'pass' as const, evidence: [], share: undefined }
      : result,
  );
  const explanations = scoreAreas(results, standard);
  const areas = explanations.map(({ area }) => area);
  const overall = scoreOverall(areas, standard);
  const roadmap = buildRoadmap(results, standard, definitions);
  const verdicts = judgeStages({
    standard,
    checks: definitions,
    results: new Map(results.map(result => [result.check, result])),
    overall,
    areas,
    findings: audit.findings.filter(({ check }) => !repaired.has(check)),
    roadmap,
    now: audit.startedAt,
  });
  const { verdict, reasons } = verdicts.find(item => item.stage === stage)!;
  return {
    score: overall.score,
    level: levelOf(verdicts, standard),
    verdict,
    blocking: reasons.filter(({ kind }) => kind === 'must'),
    distance: distanceToStage(stage, standard, { explanations, roadmap }),
  };
}
