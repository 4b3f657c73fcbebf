import { Knex } from 'knex';
import { QueueRow } from '../../database/tables';
import { nowPlus } from '../../database/time';
import { whereIn } from '../../database/whereIn';
import { admitDue } from './admitDue';
import { whereLocked } from './whereLocked';

/**
 * Makes entities due now with at least this priority. One that is running keeps its lease and is due again when it
 * ends: the run may have read its source before the change that somebody wants to see. One that is due already keeps
 * its place among its equals, so that asking again never moves it back. One that was given up gets its attempts back.
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
  const better = knex.raw('priority > ?', [priority]);
  const requested = await knex<QueueRow>('queue')
    .modify(statement =>
      whereLocked(knex, statement, query =>
        whereIn(knex, query, 'entity_ref', entityRefs),
      ),
    )
    .update({
      requested_at: knex.raw('CASE WHEN ? THEN ? ELSE NULL END', [
        running,
        now,
      ]),
      next_audit_at: knex.raw(
        'CASE WHEN ticket IS NOT NULL OR next_audit_at <= ? THEN next_audit_at ELSE ? END',
        [now, now],
      ),
      // Another priority is another queue: a turn is drawn there.
      turn: knex.raw('CASE WHEN ? THEN NULL ELSE turn END', [better]),
      priority: knex.raw('CASE WHEN ? THEN ? ELSE priority END', [
        better,
        priority,
      ]),
      attempts: knex.raw('CASE WHEN dead_at IS NULL THEN attempts ELSE 0 END'),
      dead_at: null,
    });
  await admitDue({ knex, entityRefs });
  return requested;
}
