import { AuditState } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { QueueRow } from '../../database/tables';
import { DbTime, fromDbTime, nowPlus } from '../../database/time';
import { stateSql } from '../stateSql';

type StateRow = QueueRow & {
  state: AuditState['status'];
  checked_at: DbTime | null;
  stale: number | boolean;
  asleep_until: DbTime | null;
};

/** Where an entity stands, `undefined` when it is not in the queue. */
export async function readState(options: {
  knex: Knex;
  entityRef: string;
  staleAfterSeconds: number;
}): Promise<AuditState | undefined> {
  const { knex, entityRef, staleAfterSeconds } = options;
  const row: StateRow | undefined = await knex('queue')
    .join('entities', 'entities.entity_ref', 'queue.entity_ref')
    .leftJoin('audits', 'audits.entity_ref', 'queue.entity_ref')
    .leftJoin('source_hosts', join =>
      join
        .on('source_hosts.host', 'queue.host')
        .andOn('source_hosts.asleep_until', '>', nowPlus(knex)),
    )
    .where('queue.entity_ref', entityRef)
    .first(
      'queue.*',
      'audits.checked_at',
      'source_hosts.asleep_until',
      knex.raw('? as state', [stateSql(knex)]),
      knex.raw('audits.checked_at < ? as stale', [
        nowPlus(knex, -staleAfterSeconds),
      ]),
    );
  if (!row) {
    return undefined;
  }
  const waits = row.state !== 'running' && row.state !== 'dead-letter';
  return {
    status: row.state,
    position: row.state === 'queued' ? await positionOf(knex, row) : undefined,
    checkedAt: fromDbTime(row.checked_at),
    nextAuditAt: waits ? fromDbTime(row.next_audit_at) : null,
    stale: Boolean(row.stale),
    error:
      row.last_error === null || row.last_error_at === null
        ? undefined
        : {
            message: row.last_error,
            at: fromDbTime(row.last_error_at),
            attempts: row.attempts,
          },
    rateLimited:
      row.state === 'queued' && row.asleep_until !== null
        ? { host: row.host, until: fromDbTime(row.asleep_until) }
        : undefined,
  };
}

/** Hosts take turns, so this counts entities that may be before this one. */
async function positionOf(knex: Knex, row: QueueRow): Promise<number> {
  const [{ count }] = await knex('queue')
    .whereNotNull('turn')
    .andWhere(ahead =>
      row.turn === null
        ? ahead.where('priority', '<=', row.priority)
        : ahead.whereRaw('(priority, turn, entity_ref) < (?, ?, ?)', [
            row.priority,
            row.turn,
            row.entity_ref,
          ]),
    )
    .count({ count: '*' });
  return Number(count) + 1;
}
