import {
  CheckDefinition,
  CheckResult,
} from '@readiness/plugin-readiness-common';

/**
 * Results for an entity without a source tree: code that cannot be found is `unknown`, for what is no code the checks
 * do not apply.
 */
export function resultsWithoutSource(
  checks: readonly CheckDefinition[],
  isCode: boolean,
): CheckResult[] {
  return checks.map(({ id, area, severity, confidence }) => ({
    check: id,
    area,
    severity,
    confidence,
    status: isCode ? 'unknown' : 'not-applicable',
    summary: isCode
      ? 'There is no source location: set the annotation backstage.io/source-location.'
      : 'The entity has no source tree of its own.',
    evidence: [],
    lookedFor: [],
  }));
}
