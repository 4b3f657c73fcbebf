import { Audit, Finding, SkippedFile, Strength } from '../model/audit';
import { CheckDefinition, CheckResult } from '../model/check';
import { Standard } from '../model/standard';
import { buildRoadmap } from '../scoring/buildRoadmap';
import { groupRisks } from '../scoring/groupRisks';
import { judgeStages } from '../scoring/judgeStages';
import { levelOf } from '../scoring/levelOf';
import { scoreAreas } from '../scoring/scoreAreas';
import { scoreOverall } from '../scoring/scoreOverall';
import { checksOfStandard, judgedByStandard } from '../standards/checkPolicy';
import { fingerprints } from './fingerprint';

/**
 * What `assembleAudit` needs.
 *
 * @public
 */
export interface AssembleAuditOptions {
  entity: string | null;
  /** Entity reference of the owner, `null` for nobody. */
  owner: string | null;
  source: string | null;
  revision: string | null;
  standard: Standard;
  /** Definitions of all checks that were run. */
  checks: readonly CheckDefinition[];
  results: readonly CheckResult[];
  skipped: readonly SkippedFile[];
  /** ISO 8601. */
  startedAt: string;
  durationMs: number;
  /** What the ledger knows of findings, by fingerprint. */
  knownFindings?: ReadonlyMap<
    string,
    Partial<Pick<Finding, 'firstSeenAt' | 'dueAt' | 'owner'>>
  >;
}

/**
 * Makes an audit of check results: scores, verdicts, level, findings, strengths, roadmap, risks. Pure; used by the
 * backend and by the command line alike. Attested checks of the standard that have no result are `unknown`; results of
 * checks that the standard leaves out are dropped.
 *
 * @public
 */
export function assembleAudit(options: AssembleAuditOptions): Audit {
  const { standard, knownFindings } = options;
  const attested = checksOfStandard(standard.attestedChecks, standard);
  const definitions = [...options.checks, ...standard.attestedChecks];
  const checks = new Map(
    checksOfStandard(definitions, standard).map(check => [check.id, check]),
  );
  const leftOut = new Set(
    definitions.map(({ id }) => id).filter(id => !checks.has(id)),
  );
  const results = sortResults(
    [
      ...options.results
        .filter(({ check }) => !leftOut.has(check))
        .map(result => judgedByStandard(result, standard)),
      ...attested
        .filter(({ id }) => !options.results.some(({ check }) => check === id))
        .map(notAttested),
    ],
    standard,
  );

  const findings = results.flatMap(result =>
    findingsOf(result, checks.get(result.check), options.owner),
  );
  for (const finding of findings) {
    Object.assign(finding, knownFindings?.get(finding.fingerprint));
  }

  const areas = scoreAreas(results, standard).map(({ area }) => area);
  const overall = scoreOverall(areas, standard);
  const roadmap = buildRoadmap(results, standard, checks);
  const verdicts = judgeStages({
    standard,
    checks,
    results: new Map(results.map(result => [result.check, result])),
    overall,
    areas,
    findings,
    roadmap,
    now: options.startedAt,
  });

  return {
    schemaVersion: 1,
    entity: options.entity,
    source: options.source,
    revision: options.revision,
    standard: { id: standard.id, version: standard.version },
    startedAt: options.startedAt,
    durationMs: options.durationMs,
    overall,
    level: levelOf(verdicts, standard),
    verdicts,
    areas,
    results,
    findings,
    strengths: results.flatMap(result =>
      strengthsOf(result, checks.get(result.check)),
    ),
    roadmap,
    risks: groupRisks(findings, verdicts, standard),
    skipped: [...options.skipped],
  };
}

/** Areas in the order of the standard, checks by id within: the same input gives the same bytes. */
function sortResults(
  results: CheckResult[],
  standard: Standard,
): CheckResult[] {
  const order = new Map(standard.areas.map(({ id }, index) => [id, index]));
  const rank = ({ area }: CheckResult) => order.get(area) ?? order.size;
  return results.sort(
    (a, b) =>
      rank(a) - rank(b) || (a.check < b.check ? -1 : Number(a.check > b.check)),
  );
}

function notAttested(check: CheckDefinition): CheckResult {
  return {
    check: check.id,
    area: check.area,
    severity: check.severity,
    status: 'unknown',
    confidence: check.confidence,
    summary: 'Nobody has attested it yet.',
    evidence: [],
    lookedFor: [],
  };
}

function findingsOf(
  result: CheckResult,
  check: CheckDefinition | undefined,
  owner: string | null,
): Finding[] {
  if (result.status !== 'fail') {
    return [];
  }
  // An absence without a place is one finding all the same.
  const evidence = result.evidence.length ? result.evidence : [{}];
  const ids = fingerprints(result.check, evidence);
  return evidence.map((instance, index) => ({
    fingerprint: ids[index],
    check: result.check,
    area: result.area,
    severity: instance.severity ?? result.severity,
    confidence: instance.confidence ?? result.confidence,
    title: check?.title ?? result.check,
    path: instance.path,
    line: instance.line,
    owner,
  }));
}

function strengthsOf(
  result: CheckResult,
  check: CheckDefinition | undefined,
): Strength[] {
  const places =
    result.status === 'pass' ? result.evidence : result.strengths ?? [];
  return places.map(({ path, line, note }) => ({
    check: result.check,
    area: result.area,
    title: note ?? check?.title ?? result.check,
    path,
    line,
    note,
  }));
}
