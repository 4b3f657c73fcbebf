import { Knex } from 'knex';
import { FindingRow } from '../../../../database/tables';
import { fromDbTime } from '../../../../database/time';
import { KnownFinding } from '../../../AuditLedger';
import { returnedInTime } from './returnedInTime';

/** Clocks of the open findings of an entity, and of those that keep theirs when they come back, by fingerprint. */
export async function readKnownFindings(options: {
  knex: Knex;
  entityRef: string;
}): Promise<Map<string, KnownFinding>> {
  const { knex, entityRef } = options;
  const rows = await knex<FindingRow>('findings')
    .where({ entity_ref: entityRef })
    .whereRaw('?', [returnedInTime(knex)])
    .select('fingerprint', 'first_seen_at', 'due_at');
  return new Map(
    rows.map(row => [
      row.fingerprint,
      {
        firstSeenAt: fromDbTime(row.first_seen_at),
        ...(row.due_at && { dueAt: fromDbTime(row.due_at) }),
      },
    ]),
  );
}
