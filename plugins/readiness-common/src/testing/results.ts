import { CheckDefinition, CheckResult } from '../model/check';
import { Severity } from '../model/severity';

/** A result of a check that passes, unless told otherwise. */
export function result(
  area: string,
  check: string,
  severity: Severity,
  overrides: Partial<CheckResult> = {},
): CheckResult {
  return {
    check,
    area,
    severity,
    status: 'pass',
    confidence: 'certain',
    summary: '',
    evidence: [],
    lookedFor: [],
    ...overrides,
  };
}

export function definition(
  overrides: Pick<CheckDefinition, 'id'> & Partial<CheckDefinition>,
): CheckDefinition {
  return {
    area: 'logging',
    severity: 'high',
    confidence: 'certain',
    phase: 'observability',
    effort: 'small',
    kind: 'judged',
    title: `Title of ${overrides.id}`,
    description: '',
    failureMode: '',
    manifestation: '',
    impact: '',
    remediation: '',
    guardrail: {},
    references: [],
    ...overrides,
  };
}
