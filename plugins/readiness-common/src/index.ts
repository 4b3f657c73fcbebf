/**
 * The model of Readiness: audits, checks, standards, scoring, permissions and the API client.
 *
 * @packageDocumentation
 */
export * from './model/api';
export * from './model/audit';
export * from './model/check';
export * from './model/severity';
export * from './model/standard';
export { enterpriseStandard } from './standards/enterprise';
export { roundScore } from './scoring/roundScore';
export { scoreAreas } from './scoring/scoreAreas';
export type { AreaExplanation, ScoreLine } from './scoring/scoreAreas';
export { scoreOverall } from './scoring/scoreOverall';
export { levelOf } from './scoring/levelOf';
export { buildRoadmap } from './scoring/buildRoadmap';
export { groupRisks } from './scoring/groupRisks';
export { fingerprints } from './audit/fingerprint';
export { assembleAudit } from './audit/assembleAudit';
export type { AssembleAuditOptions } from './audit/assembleAudit';
export * from './permissions';
export { ReadinessClient } from './client/ReadinessClient';
export type {
  ReadinessApi,
  ReadinessRequestOptions,
} from './client/ReadinessClient';
