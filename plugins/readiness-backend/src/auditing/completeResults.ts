import { CheckResult } from '@readiness/plugin-readiness-common';
import { ReadinessCollector } from '@readiness/plugin-readiness-node';

/**
 * Exactly one result for each check of a collector: one that it kept silent about is unknown, one that it must not
 * answer is an error of its author.
 */
export function completeResults(
  collector: ReadinessCollector,
  results: readonly CheckResult[],
): CheckResult[] {
  const checks = new Set(collector.checks.map(({ id }) => id));
  const answered = new Set<string>();
  for (const { check } of results) {
    if (!checks.has(check)) {
      throw new Error(
        `The collector "${collector.id}" answered the check "${check}", which is not one of its checks`,
      );
    }
    if (answered.has(check)) {
      throw new Error(
        `The collector "${collector.id}" answered the check "${check}" twice`,
      );
    }
    answered.add(check);
  }
  return [
    ...results,
    ...collector.checks
      .filter(({ id }) => !answered.has(id))
      .map(
        ({ id, area, severity, confidence }): CheckResult => ({
          check: id,
          area,
          severity,
          status: 'unknown',
          confidence,
          summary: `The collector "${collector.id}" did not answer.`,
          evidence: [],
          lookedFor: [],
        }),
      ),
  ];
}
