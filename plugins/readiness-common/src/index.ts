/**
 * The model of Readiness: audits, checks, standards, scoring, permissions and the API client.
 *
 * @packageDocumentation
 */
export * from './model/api';
export * from './model/attestation';
export * from './model/audit';
export * from './model/check';
export * from './model/finding';
export * from './model/history';
export * from './model/queue';
export * from './model/severity';
export * from './model/standard';
export * from './model/waiver';
export { checksOfStandard } from './standards/checkPolicy';
export { enterpriseStandard } from './standards/enterprise';
export { roundScore } from './scoring/roundScore';
export { scoreAreas } from './scoring/scoreAreas';
export type { AreaExplanation, ScoreLine } from './scoring/scoreAreas';
export { repairsOfArea } from './scoring/repairsOfArea';
export { scoreOverall } from './scoring/scoreOverall';
export { levelOf } from './scoring/levelOf';
export { buildRoadmap } from './scoring/buildRoadmap';
export { groupRisks } from './scoring/groupRisks';
export { fingerprints } from './audit/fingerprint';
export { assembleAudit } from './audit/assembleAudit';
export type { AssembleAuditOptions } from './audit/assembleAudit';
export type { Exemption } from './audit/waive';
export { auditToMarkdown } from './report/auditToMarkdown';
export { auditToSarif } from './report/auditToSarif';
export type { SarifLog, SarifOptions } from './report/auditToSarif';
export {
  countBySeverity,
  describeFindings,
  groupFindings,
  isPlausible,
  placeOf,
  priorityOf,
} from './report/describeFindings';
export type {
  DescribedFinding,
  FindingGroup,
  ReportOptions,
} from './report/describeFindings';
export { nextFixes } from './report/nextFixes';
export type { NextFix } from './report/nextFixes';
export { fixesForStage } from './planning/fixesForStage';
export type { StageFix, StagePlan } from './planning/fixesForStage';
export { visible, visibleLines } from './report/visible';
export * from './permissions';
export { ReadinessClient } from './client/ReadinessClient';
export type {
  FindingsApi,
  QueueApi,
  ReadinessApi,
  ReadinessRequestOptions,
  ReadinessWriteOptions,
  ScorecardsApi,
  WaiversApi,
} from './client/ReadinessClient';
