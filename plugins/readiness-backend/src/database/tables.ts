import {
  AreaScore,
  Confidence,
  Severity,
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
}

/** Row of `audits`. */
export interface AuditRow {
  entity_ref: string;
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
  check_id: string;
  area_id: string;
  severity: Severity;
  confidence: Confidence;
  path: string | null;
  line: number | null;
  state: 'open' | 'resolved';
  first_seen_at: DbTime;
  due_factor: number;
  due_at: DbTime | null;
  resolved_at: DbTime | null;
}
