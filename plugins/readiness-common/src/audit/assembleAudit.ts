import { Attestation } from '../model/attestation';
import {
  Audit,
  Finding,
  SkippedFile,
  Strength,
  UnwaivedScores,
} from '../model/audit';
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
import { Exemption, leaveOut, waive } from './waive';

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
    Partial<Pick<Finding, 'firstSeenAt' | 'dueAt' | 'owner' | 'state'>>
  >;
  /** What the entity is exempted from. */
  exemptions?: readonly Exemption[];
  /** The latest attestation of each attested check, by check. */
  attestations?: ReadonlyMap<
    string,
    Pick<Attestation, 'author' | 'evidence' | 'performedAt' | 'expiresAt'>
  >;
  /** Instant against which dates are compared, ISO 8601; default: `startedAt`. */
  judgedAt?: string;
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
  const judgedAt = options.judgedAt ?? options.startedAt;
  const collected = sortResults(
    [
      ...options.results
        .filter(({ check }) => !leftOut.has(check))
        .map(result => judgedByStandard(result, standard)),
      ...attested
        .filter(({ id }) => !options.results.some(({ check }) => check === id))
        .map(check =>
          attestedResult(check, options.attestations?.get(check.id), judgedAt),
        ),
    ],
    standard,
  ).map(result => ({
    result,
    findings: findingsOf(
      result,
      checks.get(result.check),
      options.owner,
      knownFindings,
    ),
  }));
  const judged = collected.map(item => ({
    ...item,
    result: waive(item, options.exemptions ?? []),
  }));
  const results = judged.map(({ result }) => result);
  const findings = judged.flatMap(item =>
    item.result.status === 'fail'
      ? item.findings.filter(({ state }) => state !== 'false-positive')
      : [],
  );
  const waived = judged.flatMap(item =>
    item.findings
      .filter(finding => !findings.includes(finding))
      .map(
        (finding): Finding =>
          item.result.status === 'exempt'
            ? { ...finding, state: 'exempt' }
            : finding,
      ),
  );

  const context = { standard, checks, judgedAt };
  const { areas, overall, roadmap, verdicts, level } = evaluate(context, {
    results,
    findings,
    // An accepted risk costs its score all the same; it only lifts the block of a stage.
    covered: judged.map(item => leaveOut(item, 'accepted-risk')),
  });
  const hasWaivers =
    waived.length > 0 ||
    findings.some(({ state }) => state === 'accepted-risk') ||
    results.some(({ status }) => status === 'exempt');

  return {
    schemaVersion: 1,
    entity: options.entity,
    source: options.source,
    revision: options.revision,
    standard: { id: standard.id, version: standard.version },
    startedAt: options.startedAt,
    durationMs: options.durationMs,
    overall,
    level,
    verdicts,
    areas,
    results,
    findings,
    ...(waived.length > 0 && { waived }),
    ...(hasWaivers && {
      withoutWaivers: unwaived(
        evaluate(context, {
          results: collected.map(({ result }) => result),
          findings: collected.flatMap(item =>
            item.findings.map(({ state, ...finding }) => finding),
          ),
        }),
      ),
    }),
    strengths: results.flatMap(result =>
      strengthsOf(result, checks.get(result.check)),
    ),
    roadmap,
    risks: groupRisks(findings, verdicts, standard),
    skipped: [...options.skipped],
  };
}

interface Evaluated
  extends Pick<Audit, 'areas' | 'overall' | 'roadmap' | 'verdicts' | 'level'> {}

/** Everything that follows from results. */
function evaluate(
  context: {
    standard: Standard;
    checks: ReadonlyMap<string, CheckDefinition>;
    judgedAt: string;
  },
  judged: {
    results: readonly CheckResult[];
    findings: readonly Finding[];
    /** Results without accepted risks. */
    covered?: readonly CheckResult[];
  },
): Evaluated {
  const { standard, checks } = context;
  const { results, findings, covered } = judged;
  const score = (of: readonly CheckResult[]) => {
    const areas = scoreAreas(of, standard).map(({ area }) => area);
    return { areas, overall: scoreOverall(areas, standard) };
  };
  const scores = score(results);
  const roadmap = buildRoadmap(results, standard, checks);
  const verdicts = judgeStages({
    standard,
    checks,
    results: new Map(results.map(result => [result.check, result])),
    ...scores,
    covered: findings.some(({ state }) => state === 'accepted-risk')
      ? covered && score(covered)
      : undefined,
    findings,
    roadmap,
    now: context.judgedAt,
  });
  return { ...scores, roadmap, verdicts, level: levelOf(verdicts, standard) };
}

function unwaived(evaluated: Evaluated): UnwaivedScores {
  return {
    overall: evaluated.overall,
    level: evaluated.level,
    verdicts: evaluated.verdicts.map(({ stage, verdict }) => ({
      stage,
      verdict,
    })),
    areas: evaluated.areas.map(({ id, score }) => ({ id, score })),
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

/** Old evidence is never a silent pass: what has lapsed is unknown again. */
function attestedResult(
  check: CheckDefinition,
  attestation:
    | Pick<Attestation, 'author' | 'evidence' | 'performedAt' | 'expiresAt'>
    | undefined,
  now: string,
): CheckResult {
  const result = {
    check: check.id,
    area: check.area,
    severity: check.severity,
    confidence: check.confidence,
    lookedFor: [],
  };
  const day = (instant: string) => instant.slice(0, 10);
  if (!attestation) {
    return {
      ...result,
      status: 'unknown',
      summary: 'Nobody has attested it yet.',
      evidence: [],
    };
  }
  const { author, evidence, performedAt, expiresAt } = attestation;
  if (expiresAt <= now) {
    return {
      ...result,
      status: 'unknown',
      summary: `The attestation lapsed on ${day(expiresAt)}.`,
      evidence: [],
    };
  }
  return {
    ...result,
    status: 'pass',
    summary: `Attested by ${author}: done on ${day(
      performedAt,
    )}, valid until ${day(expiresAt)}.`,
    evidence: [{ note: evidence }],
  };
}

function findingsOf(
  result: CheckResult,
  check: CheckDefinition | undefined,
  owner: string | null,
  known: AssembleAuditOptions['knownFindings'],
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
    ...known?.get(ids[index]),
  }));
}

function strengthsOf(
  result: CheckResult,
  check: CheckDefinition | undefined,
): Strength[] {
  const places =
    result.status === 'pass'
      ? result.evidence.filter(({ falsePositive }) => !falsePositive)
      : result.strengths ?? [];
  return places.map(({ path, line, note }) => ({
    check: result.check,
    area: result.area,
    title: note ?? check?.title ?? result.check,
    path,
    line,
    note,
  }));
}
