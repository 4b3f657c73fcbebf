import { Knex } from 'knex';
import { QueueRow } from '../../database/tables';
import { nowPlus } from '../../database/time';
import { whereIn } from '../../database/whereIn';

/**
 * Makes entities due now with at least this priority. One that is running keeps its lease and is due again when it
 * ends: the run may have read its source before the change that somebody wants to see. One that is due already keeps
 * its place among its equals, so that asking again never moves it back.
 *
 * @returns how many of the entities are in the queue.
 */
export async function requestRuns(options: {
  knex: Knex;
  entityRefs: string[];
  priority: number;
}): Promise<number> {
  const { knex, entityRefs, priority } = options;
  const now = nowPlus(knex);
  const running = knex.raw('(ticket IS NOT NULL AND next_audit_at > ?)', [now]);
  return knex<QueueRow>('queue')
    .modify(query => whereIn(knex, query, 'entity_ref', entityRefs))
    .update({
      requested_at: knex.raw('CASE WHEN ? THEN ? ELSE NULL END', [
        running,
        now,
      ]),
      next_audit_at: knex.raw(
        'CASE WHEN ticket IS NOT NULL OR next_audit_at <= ? THEN next_audit_at ELSE ? END',
        [now, now],
      ),
      priority: knex.raw(
        `CASE WHEN priority < ${Number(priority)} THEN priority ELSE ${Number(
          priority,
        )} END`,
      ),
    });
}
