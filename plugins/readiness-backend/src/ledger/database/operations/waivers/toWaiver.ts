import { Waiver } from '@readiness/plugin-readiness-common';
import { WaiverRow } from '../../../../database/tables';
import { fromDbTime } from '../../../../database/time';

/** A waiver as the API shows it. */
export function toWaiver(row: WaiverRow): Waiver {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    finding: row.finding_id,
    entityRef: row.entity_ref,
    filter: row.filter === null ? null : JSON.parse(row.filter),
    check: row.check_id,
    severity: row.severity,
    reason: row.reason,
    author: row.author,
    createdAt: fromDbTime(row.created_at),
    expiresAt: fromDbTime(row.expires_at),
    decidedBy: row.decided_by,
    decidedAt: fromDbTime(row.decided_at),
    decision: row.decision,
    endedBy: row.ended_by,
    endedAt: fromDbTime(row.ended_at),
  };
}
