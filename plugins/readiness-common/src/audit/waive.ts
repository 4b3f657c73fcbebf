import { Finding } from '../model/audit';
import { CheckResult, Evidence } from '../model/check';

/**
 * What somebody exempted from a check, or (without one) from the whole standard.
 *
 * @public
 */
export interface Exemption {
  check: string | null;
  reason: string;
  /** ISO 8601. */
  expiresAt: string | null;
}

/** A result with the findings that it makes, in the order of its evidence. */
export interface ResultWithFindings {
  result: CheckResult;
  findings: readonly Finding[];
}

/**
 * What counts when findings in this state are left out: their places are good ones, and a check without a bad place
 * passes.
 */
export function leaveOut(
  { result, findings }: ResultWithFindings,
  state: Finding['state'],
): CheckResult {
  const kept = findings.filter(finding => finding.state !== state);
  if (result.status !== 'fail' || kept.length === findings.length) {
    return result;
  }
  if (kept.length === 0) {
    return {
      ...result,
      status: 'pass',
      share: undefined,
      evidence: [],
      strengths: undefined,
    };
  }
  return withoutPlaces(result, (_, index) => findings[index].state !== state);
}

/** A failed result with some of its places only, and the others counted as good ones. */
export function withoutPlaces(
  result: CheckResult,
  keeps: (place: Evidence, index: number) => boolean,
): CheckResult {
  const evidence = result.evidence.filter(keeps);
  const { share } = result;
  return {
    ...result,
    evidence,
    share:
      share === undefined
        ? undefined
        : 1 - ((1 - share) * evidence.length) / result.evidence.length,
  };
}

/**
 * The result as the audit shows it: places of false positives are marked, and when nothing else is left the check
 * passes; an exempted failure is exempt, and so is what could not be decided.
 */
export function waive(
  { result, findings }: ResultWithFindings,
  exemptions: readonly Exemption[],
): CheckResult {
  const exemption = exemptions.find(
    ({ check }) => check === null || check === result.check,
  );
  if (exemption && (result.status === 'fail' || result.status === 'unknown')) {
    const until = exemption.expiresAt
      ? ` until ${exemption.expiresAt.slice(0, 10)}`
      : '';
    return {
      ...result,
      status: 'exempt',
      summary: `Exempt${until}: ${exemption.reason}`,
    };
  }
  if (!findings.some(({ state }) => state === 'false-positive')) {
    return result;
  }
  const marked = {
    ...result,
    evidence: result.evidence.map((place, index) =>
      findings[index].state === 'false-positive'
        ? { ...place, falsePositive: true }
        : place,
    ),
  };
  return findings.every(({ state }) => state === 'false-positive')
    ? {
        ...marked,
        status: 'pass',
        share: undefined,
        summary: `Passes but for ${findings.length} false ${
          findings.length === 1 ? 'positive' : 'positives'
        }. ${result.summary}`,
      }
    : marked;
}
