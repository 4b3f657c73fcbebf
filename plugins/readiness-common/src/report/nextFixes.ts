import { Audit } from '../model/audit';
import { CheckDefinition, Effort } from '../model/check';
import { SEVERITIES, Severity, worstSeverity } from '../model/severity';
import { scoreAreas } from '../scoring/scoreAreas';
import { scoreOverall } from '../scoring/scoreOverall';
import { roundScore } from '../scoring/roundScore';
import { definitionsById, ReportOptions } from './describeFindings';

/**
 * A failing check that is worth repairing next.
 *
 * @public
 */
export interface NextFix {
  check: string;
  title: string;
  /** Worst open finding. */
  severity: Severity;
  findings: number;
  effort?: Effort;
  /** Id of the next stage when it keeps that stage from being reached. */
  blocks: string | null;
  /** What the overall score gains when it passes. */
  gain: number;
}

const EFFORTS: readonly (Effort | undefined)[] = [
  'small',
  'medium',
  'large',
  undefined,
];

/**
 * Failing checks in the order in which to repair them: first what keeps the next stage from being reached, then by
 * severity, by what the overall score gains, by effort. Checks with only plausible findings are left out.
 *
 * @public
 */
export function nextFixes(audit: Audit, options: ReportOptions): NextFix[] {
  const definitions = definitionsById(options);
  const next = audit.verdicts.find(({ verdict }) => verdict !== 'go');
  const blocking = new Set(
    next?.reasons.flatMap(({ check, kind }) =>
      check && kind === 'must' ? [check] : [],
    ),
  );
  const sure = new Map<string, Audit['findings']>();
  for (const finding of audit.findings) {
    if (finding.confidence !== 'plausible') {
      sure.set(finding.check, [...(sure.get(finding.check) ?? []), finding]);
    }
  }
  return [...sure]
    .map(([check, findings]) => {
      const definition: CheckDefinition | undefined = definitions.get(check);
      return {
        check,
        title: definition?.title ?? findings[0].title,
        severity: findings
          .map(({ severity }) => severity)
          .reduce(worstSeverity),
        findings: findings.length,
        effort: definition?.effort,
        blocks: blocking.has(check) ? next!.stage : null,
        gain: gainOf(check, audit, options),
      };
    })
    .sort(
      (a, b) =>
        Number(b.blocks !== null) - Number(a.blocks !== null) ||
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        b.gain - a.gain ||
        EFFORTS.indexOf(a.effort) - EFFORTS.indexOf(b.effort) ||
        (a.check < b.check ? -1 : 1),
    );
}

function gainOf(
  check: string,
  audit: Audit,
  { standard }: ReportOptions,
): number {
  const repaired = audit.results.map(result =>
    result.check === check
      ? { ...result, status: 'pass' as const, evidence: [] }
      : result,
  );
  const { score } = scoreOverall(
    scoreAreas(repaired, standard).map(({ area }) => area),
    standard,
  );
  return score === null || audit.overall.score === null
    ? 0
    : Math.max(0, roundScore(score - audit.overall.score));
}
