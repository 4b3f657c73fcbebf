import { FindingEvent } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { FindingEventRow } from '../../../../database/tables';
import { fromDbTime } from '../../../../database/time';

/** Older entries than these are not shown. */
const MOST = 1000;

/** The history of a finding, newest first. */
export async function readFindingEvents(options: {
  knex: Knex;
  id: string;
}): Promise<FindingEvent[]> {
  const rows = await options
    .knex<FindingEventRow>('finding_events')
    .where('finding_id', options.id)
    .orderBy('id', 'desc')
    .limit(MOST);
  return rows.map(row => ({
    kind: row.kind,
    at: fromDbTime(row.at),
    actor: row.actor,
    from: row.from_state,
    to: row.to_state,
    text: row.text,
    auditId: row.audit_id,
    revision: row.revision,
  }));
}
