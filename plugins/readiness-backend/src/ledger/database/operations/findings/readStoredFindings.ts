import { Knex } from 'knex';
import { FindingRow } from '../../../../database/tables';
import { fromDbTime } from '../../../../database/time';
import { StoredFinding } from '../../../../findings/planTransitions';
import { returnedInTime } from './returnedInTime';

/** All findings that an entity has or had, by fingerprint. */
export async function readStoredFindings(options: {
  knex: Knex;
  entityRef: string;
}): Promise<Map<string, StoredFinding>> {
  const { knex, entityRef } = options;
  const rows: (FindingRow & { keeps_clock: number | boolean })[] = await knex(
    'findings',
  )
    .where({ entity_ref: entityRef })
    .select('*', knex.raw('? as keeps_clock', [returnedInTime(knex)]));
  return new Map(
    rows.map(row => [
      row.fingerprint,
      {
        check: row.check_id,
        area: row.area_id,
        phase: row.phase_id,
        title: row.title,
        severity: row.severity,
        confidence: row.confidence,
        path: row.path ?? undefined,
        line: row.line ?? undefined,
        state: row.state,
        owner: row.owner,
        firstOwner: row.first_owner,
        keepsClock: Boolean(row.keeps_clock),
        firstSeenAt: fromDbTime(row.first_seen_at),
        confirmedAt: fromDbTime(row.confirmed_at),
        dueFactor: row.due_factor,
        dueAt: fromDbTime(row.due_at),
        updatedAt: fromDbTime(row.updated_at),
        version: row.version,
      },
    ]),
  );
}
