import { Knex } from 'knex';
import { lockFreeRows } from '../../database/lockRows';
import { isPostgres, nowPlus } from '../../database/time';
import { whereIn } from '../../database/whereIn';

const MOST_AT_ONCE = 1000;

/**
 * Gives turns to entities that have become due. Within a host and a priority, owners take turns: the n-th due entity
 * of an owner gets the n-th turn counted from the one that is next, so that an owner with ten thousand of them and one
 * with a single one stand side by side, and whoever comes later is not behind all who were there before.
 *
 * The turn is drawn once, so that claiming is a walk along an index and everybody has a place that can be told.
 * Replicas that admit at the same time draw from different rows; that two of them draw equal turns does no harm.
 *
 * @returns how many were admitted; there may be more.
 */
export async function admitDue(options: {
  knex: Knex;
  /** Only these; all by default. */
  entityRefs?: string[];
}): Promise<number> {
  const { knex, entityRefs } = options;
  const due = knex('queue')
    .whereNull('turn')
    .whereNull('dead_at')
    .whereNull('ticket')
    .where('next_audit_at', '<=', nowPlus(knex))
    .modify(query => {
      if (entityRefs) {
        whereIn(knex, query, 'entity_ref', entityRefs);
      } else {
        query.orderBy('next_audit_at').limit(MOST_AT_ONCE);
      }
      lockFreeRows(knex, query);
    })
    .select('entity_ref', 'host', 'priority', 'lane', 'next_audit_at');
  const placed = knex.raw(
    `SELECT entity_ref,
       row_number() OVER (PARTITION BY host, priority, lane ORDER BY next_audit_at, entity_ref) - 1
         + CASE WHEN own > next THEN own ELSE next END AS turn
     FROM (
       SELECT due.*,
         coalesce((SELECT min(turn) FROM queue AS ready
           WHERE ready.host = due.host AND ready.priority = due.priority AND ready.turn IS NOT NULL), 0) AS next,
         coalesce((SELECT max(turn) + 1 FROM queue AS ready
           WHERE ready.host = due.host AND ready.priority = due.priority AND ready.lane = due.lane
             AND ready.turn IS NOT NULL), 0) AS own
       FROM (?) AS due
     ) AS compared`,
    [due],
  );
  const result = await knex.raw(
    `UPDATE queue SET turn = placed.turn FROM (?) AS placed WHERE queue.entity_ref = placed.entity_ref`,
    [placed],
  );
  return isPostgres(knex) ? result.rowCount : result.changes ?? 0;
}
