import { AuditState } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { QueueRow } from '../../database/tables';
import { DbTime, fromDbTime, nowPlus } from '../../database/time';
import { stateSql } from '../stateSql';

type StateRow = QueueRow & {
  state: AuditState['status'];
  due: number | boolean;
  checked_at: DbTime | null;
  stale: number | boolean;
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
    .where('queue.entity_ref', entityRef)
    .first(
      'queue.*',
      'audits.checked_at',
      knex.raw('? as state', [stateSql(knex)]),
      knex.raw('queue.next_audit_at <= ? as due', [nowPlus(knex)]),
      knex.raw('audits.checked_at < ? as stale', [
        nowPlus(knex, -staleAfterSeconds),
      ]),
    );
  if (!row) {
    return undefined;
  }
  return {
    status: row.state,
    position: row.due ? await positionOf(knex, row) : undefined,
    checkedAt: fromDbTime(row.checked_at),
    nextAuditAt: row.state === 'running' ? null : fromDbTime(row.next_audit_at),
    stale: Boolean(row.stale),
    error:
      row.last_error === null || row.last_error_at === null
        ? undefined
        : {
            message: row.last_error,
            at: fromDbTime(row.last_error_at),
            attempts: row.attempts,
          },
  };
}

async function positionOf(knex: Knex, row: QueueRow): Promise<number> {
  const [{ count }] = await knex('queue')
    .where('next_audit_at', '<=', nowPlus(knex))
    .andWhere(ahead =>
      ahead
        .where('priority', '<', row.priority)
        .orWhere(equal =>
          equal
            .where('priority', row.priority)
            .whereRaw(
              '(next_audit_at, entity_ref) < (SELECT next_audit_at, entity_ref FROM queue WHERE entity_ref = ?)',
              [row.entity_ref],
            ),
        ),
    )
    .count({ count: '*' });
  return Number(count) + 1;
}
