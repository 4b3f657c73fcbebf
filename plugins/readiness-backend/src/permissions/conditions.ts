import { createConditionExports } from '@backstage/plugin-permission-node';
import { readinessAuditResourceRef } from './auditResource';
import { rules } from './rules';

const { conditions, createConditionalDecision } = createConditionExports({
  resourceRef: readinessAuditResourceRef,
  rules,
});

/**
 * Conditions for permission policies.
 *
 * @public
 */
export const readinessConditions = conditions;

/**
 * Makes the conditional decision of a permission policy from `readinessConditions`.
 *
 * @public
 */
export const createReadinessConditionalDecision = createConditionalDecision;
