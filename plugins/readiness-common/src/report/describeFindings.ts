import { fingerprints } from '../audit/fingerprint';
import { Audit, Finding } from '../model/audit';
import { CheckDefinition, CheckResult, Evidence } from '../model/check';
import { SEVERITIES, Severity } from '../model/severity';
import { Standard } from '../model/standard';
import { checksOfStandard } from '../standards/checkPolicy';

/**
 * What a report needs besides the audit.
 *
 * @public
 */
export interface ReportOptions {
  /** Definitions of the judged checks, for their texts; those of attested checks come from the standard. */
  checks: readonly CheckDefinition[];
  /** The standard by which the audit was made. */
  standard: Standard;
}

/**
 * A finding with everything that is known about it.
 *
 * @public
 */
export interface DescribedFinding {
  finding: Finding;
  /** The place and what was seen there; empty for an absence. */
  evidence: Evidence;
  /** Absent when the audit does not hold the result, only the finding. */
  result?: CheckResult;
  /** Absent for a check that is not known here. */
  check?: CheckDefinition;
}

/**
 * Findings of one check at one severity.
 *
 * @public
 */
export interface FindingGroup {
  severity: Severity;
  /** Id of the check. */
  id: string;
  title: string;
  check?: CheckDefinition;
  result?: CheckResult;
  findings: DescribedFinding[];
}

/** Definitions by id, attested checks included, with the severities and phases of the standard. */
export function definitionsById({
  checks,
  standard,
}: ReportOptions): Map<string, CheckDefinition> {
  return new Map(
    checksOfStandard([...checks, ...standard.attestedChecks], standard).map(
      check => [check.id, check],
    ),
  );
}

/**
 * The findings of an audit in its order, each with its evidence.
 *
 * @public
 */
export function describeFindings(
  audit: Audit,
  options: ReportOptions,
): DescribedFinding[] {
  const checks = definitionsById(options);
  const results = new Map(audit.results.map(result => [result.check, result]));
  const evidence = new Map<string, Map<string, Evidence>>();
  for (const result of audit.results) {
    const ids = fingerprints(result.check, result.evidence);
    evidence.set(
      result.check,
      new Map(ids.map((id, index) => [id, result.evidence[index]])),
    );
  }
  return audit.findings.map(finding => ({
    finding,
    evidence: evidence.get(finding.check)?.get(finding.fingerprint) ?? {
      path: finding.path,
      line: finding.line,
    },
    result: results.get(finding.check),
    check: checks.get(finding.check),
  }));
}

/**
 * Findings by severity and check: hardest first, within a severity those of certain checks first, then by number.
 *
 * @public
 */
export function groupFindings(
  findings: readonly DescribedFinding[],
): FindingGroup[] {
  const groups = new Map<string, FindingGroup>();
  for (const item of findings) {
    const { severity, check: id, title } = item.finding;
    const key = `${severity} ${id}`;
    let group = groups.get(key);
    if (!group) {
      const { check, result } = item;
      group = { severity, id, title, check, result, findings: [] };
      groups.set(key, group);
    }
    group.findings.push(item);
  }
  return [...groups.values()].sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      Number(isPlausible(a)) - Number(isPlausible(b)) ||
      b.findings.length - a.findings.length ||
      (a.id < b.id ? -1 : 1),
  );
}

/**
 * Whether none of the findings is sure enough to block anything.
 *
 * @public
 */
export function isPlausible({ findings }: FindingGroup): boolean {
  return findings.every(({ finding }) => finding.confidence === 'plausible');
}

/**
 * `src/main.py:71-79`; `undefined` without a path.
 *
 * @public
 */
export function placeOf({
  path,
  line,
  endLine,
}: Pick<Evidence, 'path' | 'line' | 'endLine'>): string | undefined {
  if (path === undefined) {
    return undefined;
  }
  if (line === undefined) {
    return path;
  }
  return endLine === undefined || endLine === line
    ? `${path}:${line}`
    : `${path}:${line}-${endLine}`;
}

/**
 * `P0` to `P3`.
 *
 * @public
 */
export function priorityOf(severity: Severity): string {
  return `P${SEVERITIES.indexOf(severity)}`;
}

/**
 * `2 critical, 1 low`; empty without findings.
 *
 * @public
 */
export function countBySeverity(
  findings: readonly Pick<Finding, 'severity'>[],
): string {
  return SEVERITIES.flatMap(severity => {
    const count = findings.filter(item => item.severity === severity).length;
    return count > 0 ? [`${count} ${severity}`] : [];
  }).join(', ');
}
