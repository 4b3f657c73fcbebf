import { CheckDefinition, CheckResult, Evidence } from '../model/check';
import { isAtLeast, Severity } from '../model/severity';
import { CheckPolicy, Standard } from '../model/standard';

type Policies = Pick<Standard, 'areas' | 'checkPolicies'>;

/**
 * Checks that belong to a standard, with the severity and phase that it gives them. A check is left out when the
 * standard switches it off or does not have its area.
 *
 * @public
 */
export function checksOfStandard<
  T extends Pick<CheckDefinition, 'id' | 'area' | 'severity' | 'phase'>,
>(checks: readonly T[], standard: Policies): T[] {
  const areas = new Set(standard.areas.map(({ id }) => id));
  return checks
    .filter(
      ({ id, area }) =>
        areas.has(area) && policyOf(id, standard)?.enabled !== false,
    )
    .map(check => {
      const policy = policyOf(check.id, standard);
      return policy?.severity || policy?.phase
        ? {
            ...check,
            severity: policy.severity ?? check.severity,
            phase: policy.phase ?? check.phase,
          }
        : check;
    });
}

/** Whether a standard switches a check off: then nothing may ask for it. */
export function isSwitchedOff(check: string, standard: Policies): boolean {
  return policyOf(check, standard)?.enabled === false;
}

/** A result with the severity that the standard gives its check. */
export function judgedByStandard(
  result: CheckResult,
  standard: Policies,
): CheckResult {
  const severity = policyOf(result.check, standard)?.severity;
  return severity === undefined
    ? result
    : {
        ...result,
        severity,
        evidence: result.evidence.map(place => atMost(place, severity)),
      };
}

/** Ids come from outside, so an id like `constructor` must find nothing. */
function policyOf(
  check: string,
  { checkPolicies }: Policies,
): CheckPolicy | undefined {
  return checkPolicies && Object.hasOwn(checkPolicies, check)
    ? checkPolicies[check]
    : undefined;
}

function atMost(place: Evidence, severity: Severity): Evidence {
  return place.severity && isAtLeast(place.severity, severity)
    ? { ...place, severity }
    : place;
}
