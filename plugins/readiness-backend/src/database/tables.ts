import {
  AreaScore,
  AttestationStatus,
  Confidence,
  FindingEventKind,
  FindingState,
  RollupDimension,
  Severity,
  WaiverKind,
  WaiverStatus,
} from '@readiness/plugin-readiness-common';
import { DbTime } from './time';

/** Row of `entities`. */
export interface EntityRow {
  entity_ref: string;
  kind: string;
  namespace: string;
  name: string;
  title: string;
  title_key: string;
  type: string | null;
  owner: string | null;
  system: string | null;
  lifecycle: string | null;
  tags: string;
  metadata_hash: string;
  created_at: DbTime;
  gone_at: DbTime | null;
  score: number | null;
  target: number | null;
  gap: number | null;
  level: string | null;
  level_rank: number | null;
  verdicts: string | null;
  findings_critical: number;
  findings_high: number;
  findings_medium: number;
  findings_low: number;
  findings_rank: number | null;
  audited_at: DbTime | null;
  rejudge_at: DbTime | null;
  rejudge_cause: 'waiver' | 'attestation' | null;
  rolled_up: string | null;
}

/** Row of `queue`. */
export interface QueueRow {
  entity_ref: string;
  next_audit_at: DbTime;
  priority: number;
  ticket: string | null;
  started_at: DbTime | null;
  requested_at: DbTime | null;
  attempts: number;
  last_error: string | null;
  last_error_at: DbTime | null;
  host: string;
  repository: string | null;
  lane: string;
  turn: number | null;
  interval_seconds: number;
  dead_at: DbTime | null;
}

/** Row of `source_hosts`. */
export interface SourceHostRow {
  host: string;
  claimed_at: DbTime | null;
  slot_at: DbTime | null;
  asleep_until: DbTime | null;
  asleep_reason: string | null;
  refusals: number;
}

/** Row of `audits`. */
export interface AuditRow {
  entity_ref: string;
  audit_id: string;
  revision: string | null;
  document: string;
  standard_id: string;
  standard_version: string;
  rules_hash: string;
  owner: string | null;
  audited_at: DbTime;
  judged_at: DbTime;
  checked_at: DbTime;
}

/** Row of `collector_results`. */
export interface CollectorResultsRow {
  entity_ref: string;
  collector_id: string;
  version: string;
  metadata_hash: string;
  revision: string | null;
  source: string | null;
  results: string;
  skipped: string;
  collected_at: DbTime;
}

/** Row of `area_scores`. */
export interface AreaScoreRow {
  entity_ref: string;
  area_id: string;
  position: number;
  score: number | null;
  target: number;
  state: AreaScore['state'];
}

/** Row of `findings`. */
export interface FindingRow {
  entity_ref: string;
  fingerprint: string;
  id: string;
  check_id: string;
  area_id: string;
  phase_id: string | null;
  title: string;
  severity: Severity;
  severity_rank: number;
  confidence: Confidence;
  path: string | null;
  line: number | null;
  state: FindingState;
  owner: string | null;
  first_owner: string | null;
  assignee: string | null;
  ticket: string | null;
  first_seen_at: DbTime;
  confirmed_at: DbTime | null;
  due_factor: number;
  due_at: DbTime | null;
  resolved_at: DbTime | null;
  updated_at: DbTime;
  version: number;
}

/** Row of `finding_events`. */
export interface FindingEventRow {
  id: number | string;
  finding_id: string;
  entity_ref: string;
  kind: FindingEventKind;
  at: DbTime;
  actor: string | null;
  from_state: FindingState | null;
  to_state: FindingState | null;
  text: string | null;
  audit_id: string | null;
  revision: string | null;
}

/** Row of `idempotency_keys`. */
export interface IdempotencyKeyRow {
  principal: string;
  key: string;
  request_hash: string;
  response: string | null;
  created_at: DbTime;
}

/** Row of `waivers`. */
export interface WaiverRow {
  id: string;
  kind: WaiverKind;
  status: WaiverStatus;
  entity_ref: string | null;
  finding_id: string | null;
  filter: string | null;
  check_id: string | null;
  severity: Severity | null;
  reason: string;
  author: string;
  created_at: DbTime;
  expires_at: DbTime | null;
  decided_by: string | null;
  decided_at: DbTime | null;
  decision: string | null;
  ended_by: string | null;
  ended_at: DbTime | null;
}

/** Row of `attestations`. */
export interface AttestationRow {
  id: string;
  entity_ref: string;
  check_id: string;
  status: AttestationStatus;
  evidence: string;
  link: string | null;
  performed_at: DbTime;
  expires_at: DbTime;
  author: string;
  created_at: DbTime;
  ended_at: DbTime | null;
  ended_by: string | null;
  end_reason: string | null;
}

/** Row of `score_history`. */
export interface ScoreHistoryRow {
  id: number | string;
  entity_ref: string;
  at: DbTime;
  audit_id: string;
  revision: string | null;
  standard_version: string;
  causes: string;
  score: number | null;
  target: number | null;
  level: string;
  findings_critical: number;
  findings_high: number;
  findings_medium: number;
  findings_low: number;
  areas: string;
  findings: string;
}

/** Row of `daily_rollups`. */
export interface DailyRollupRow {
  dimension: RollupDimension;
  key: string;
  day: string;
  entities: number;
  scored: number;
  score_sum: number;
  target_sum: number;
  findings_critical: number;
  findings_high: number;
  findings_medium: number;
  findings_low: number;
}
