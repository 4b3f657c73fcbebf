import { Knex } from 'knex';
import { nowPlus } from '../database/time';

/**
 * State of an audit (`AuditState['status']`) over `queue` joined with `entities`. A ticket whose lease has ended
 * belongs to a dead worker: the entity is queued again.
 */
export function stateSql(knex: Knex): Knex.Raw {
  const now = nowPlus(knex);
  return knex.raw(
    `CASE
      WHEN queue.dead_at IS NOT NULL THEN 'dead-letter'
      WHEN queue.next_audit_at <= ? THEN 'queued'
      WHEN queue.ticket IS NOT NULL THEN 'running'
      WHEN queue.last_error IS NOT NULL THEN 'failed'
      WHEN entities.audited_at IS NULL THEN 'queued'
      ELSE 'done'
    END`,
    [now],
  );
}
