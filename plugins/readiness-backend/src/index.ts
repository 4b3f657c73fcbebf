/**
 * Audits catalog entities on a schedule, stores scores and findings, serves the Readiness API.
 *
 * @packageDocumentation
 */
export { readinessPlugin as default } from './plugin';
export {
  readinessConditions,
  createReadinessConditionalDecision,
} from './permissions/conditions';
export { readinessAuditResourceRef } from './permissions/auditResource';
export type {
  AuditCondition,
  AuditResource,
} from './permissions/auditResource';
