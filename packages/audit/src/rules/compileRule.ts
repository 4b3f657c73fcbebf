import { defineCheck } from '../engine/defineCheck';
import { Check } from '../engine/types';
import { judge } from './judge';
import type { Rule } from './schema';

/** Makes a check of what an author says, which is known to be right. */
export function compileRule(rule: Rule): Check {
  return defineCheck({
    id: rule.id,
    area: rule.area,
    severity: rule.severity,
    confidence: rule.confidence,
    phase: rule.phase,
    effort: rule.effort,
    title: rule.title,
    description: rule.description,
    failureMode: rule.failureMode,
    manifestation: rule.manifestation,
    impact: rule.impact,
    remediation: rule.remediation,
    guardrail: rule.guardrail,
    references: rule.references,
    evaluate: context => judge(rule, context),
  });
}
