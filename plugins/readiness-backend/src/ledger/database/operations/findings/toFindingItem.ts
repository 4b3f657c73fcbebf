import { FindingItem } from '@readiness/plugin-readiness-common';
import { FindingRow } from '../../../../database/tables';
import { fromDbTime } from '../../../../database/time';

/** A finding with what the list shows of its entity. */
export type FindingItemRow = FindingRow & {
  entity_title: string;
  overdue: number;
};

/** Line of the list of findings. */
export function toFindingItem(row: FindingItemRow): FindingItem {
  return {
    id: row.id,
    entityRef: row.entity_ref,
    entityTitle: row.entity_title,
    fingerprint: row.fingerprint,
    check: row.check_id,
    area: row.area_id,
    phase: row.phase_id,
    title: row.title,
    severity: row.severity,
    confidence: row.confidence,
    path: row.path,
    line: row.line,
    state: row.state,
    owner: row.owner,
    inherited: row.owner !== row.first_owner,
    assignee: row.assignee,
    ticket: row.ticket,
    firstSeenAt: fromDbTime(row.first_seen_at),
    dueAt: fromDbTime(row.due_at),
    overdue: Boolean(row.overdue),
    resolvedAt: fromDbTime(row.resolved_at),
    updatedAt: fromDbTime(row.updated_at),
    version: row.version,
  };
}
