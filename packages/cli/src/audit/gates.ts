import {
  Audit,
  Finding,
  isAtLeast,
  SEVERITIES,
  Severity,
  Standard,
  Verdict,
} from '@readiness/plugin-readiness-common';
import { UsageError } from '../errors';
import { didYouMean } from '../rules';
import { Baseline, Comparison } from './baseline';

/** A condition that makes the command fail. */
export type Gate = { text: string } & (
  | { type: 'severity'; severity: Severity }
  | { type: 'stage'; stage: string; atMost: Verdict }
  | { type: 'level'; level: string }
  | { type: 'score'; score: number }
);

/** A gate that failed, and why. */
export interface GateFailure {
  gate: string;
  reason: string;
  findings: Finding[];
}

/** Verdicts, best first. */
const VERDICTS: readonly Verdict[] = ['go', 'conditional', 'no-go'];

/** Reads the values of `--fail-on`. */
export function parseGates(
  values: readonly string[],
  standard: Standard,
): Gate[] {
  return values.map(value => {
    const [type, id = '', rest, ...more] = value.split(':');
    if (more.length === 0) {
      if (rest === undefined && id === '' && !value.includes(':')) {
        const severity = SEVERITIES.find(item => item === type);
        if (severity) {
          return { type: 'severity', severity, text: value };
        }
      }
      if (type === 'stage' && (rest === undefined || rest === 'go')) {
        expectId('stage', id, standard.stages);
        const atMost = rest === 'go' ? 'go' : 'conditional';
        return { type: 'stage', stage: id, atMost, text: value };
      }
      if (type === 'level' && rest === undefined) {
        expectId('level', id, standard.levels);
        return { type: 'level', level: id, text: value };
      }
      const score = Number(id);
      if (
        type === 'score' &&
        rest === undefined &&
        id.trim() !== '' &&
        score >= 0 &&
        score <= 10
      ) {
        return { type: 'score', score, text: value };
      }
    }
    throw new UsageError(
      `--fail-on: expected critical, high, medium, low, stage:ID, stage:ID:go, level:ID or score:N (0 to 10), got "${value}"`,
    );
  });
}

/**
 * Judges the gates.
 *
 * A severity fails by findings of that severity or harder that are certain or likely; with a baseline, by new ones
 * only. A stage fails by the verdict `no-go` (with `:go` by anything but `go`), a level by a lower one, a score by a
 * lower one; with a baseline only when the audit is also worse than the baseline.
 */
export function judgeGates(
  gates: readonly Gate[],
  audit: Audit,
  standard: Standard,
  comparison?: Comparison,
): GateFailure[] {
  return gates.flatMap(gate => {
    const failure = judgeGate(gate, audit, standard, comparison);
    return failure ? [{ gate: gate.text, ...failure }] : [];
  });
}

function judgeGate(
  gate: Gate,
  audit: Audit,
  standard: Standard,
  comparison: Comparison | undefined,
): Omit<GateFailure, 'gate'> | undefined {
  const baseline = comparison?.baseline;
  switch (gate.type) {
    case 'severity': {
      const findings = audit.findings.filter(
        ({ confidence, fingerprint, severity }) =>
          confidence !== 'plausible' &&
          isAtLeast(severity, gate.severity) &&
          !comparison?.known.has(fingerprint),
      );
      findings.sort(hardestFirst);
      const kind = comparison ? 'new finding' : 'finding';
      return findings.length > 0
        ? {
            reason: `${findings.length} ${kind}${
              findings.length === 1 ? '' : 's'
            } of severity ${gate.severity}${
              gate.severity === 'critical' ? '' : ' or harder'
            }`,
            findings,
          }
        : undefined;
    }
    case 'stage': {
      const of = (item: Pick<Baseline, 'verdicts'>) =>
        item.verdicts.find(({ stage }) => stage === gate.stage);
      const current = of(audit);
      const rank = (verdict: Verdict = 'no-go') => VERDICTS.indexOf(verdict);
      if (
        rank(current?.verdict) <= VERDICTS.indexOf(gate.atMost) ||
        (baseline && rank(current?.verdict) <= rank(of(baseline)?.verdict))
      ) {
        return undefined;
      }
      const reasons = current?.reasons ?? [];
      const decisive = reasons.filter(({ kind }) => kind === 'must');
      const checks = new Set(decisive.map(({ check }) => check));
      return {
        reason: `the verdict of stage ${gate.stage} is ${
          current?.verdict
        }: ${(decisive.length > 0 ? decisive : reasons)
          .map(({ text }) => text)
          .join('; ')}`,
        findings: audit.findings
          .filter(
            ({ check, confidence }) =>
              confidence !== 'plausible' && checks.has(check),
          )
          .sort(hardestFirst),
      };
    }
    case 'level': {
      const rank = (level: string) =>
        standard.levels.findIndex(({ id }) => id === level);
      return rank(audit.level) < rank(gate.level) &&
        !(baseline && rank(audit.level) >= rank(baseline.level))
        ? {
            reason: `the level is ${audit.level}, below ${gate.level}`,
            findings: [],
          }
        : undefined;
    }
    default: {
      const { score } = audit.overall;
      if (score === null) {
        return { reason: 'there is no overall score', findings: [] };
      }
      return score < gate.score &&
        !(baseline && score >= (baseline.overall.score ?? 0))
        ? {
            reason: `the overall score is ${score}, below ${gate.score}`,
            findings: [],
          }
        : undefined;
    }
  }
}

function hardestFirst(a: Finding, b: Finding): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
}

function expectId(
  kind: string,
  id: string,
  items: readonly { id: string }[],
): void {
  const ids = items.map(item => item.id);
  if (!ids.includes(id)) {
    throw new UsageError(
      `--fail-on: there is no ${kind} "${id}" (there is: ${ids.join(
        ', ',
      )})${didYouMean(id, ids)}`,
    );
  }
}
