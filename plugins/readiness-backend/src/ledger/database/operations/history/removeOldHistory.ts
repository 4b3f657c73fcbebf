import { Knex } from 'knex';
import { nowPlus } from '../../../../database/time';

const DAY_SECONDS = 24 * 3600;

/** Forgets changes of scores and daily sums that are older than an installation keeps them; the latest stay. */
export async function removeOldHistory(options: {
  knex: Knex;
  keepDays: number;
}): Promise<void> {
  const { knex, keepDays } = options;
  await knex('score_history')
    .where('at', '<', nowPlus(knex, -keepDays * DAY_SECONDS))
    .whereNotIn('id', knex('score_history').max('id').groupBy('entity_ref'))
    .delete();
  const oldest = new Date(Date.now() - keepDays * DAY_SECONDS * 1000)
    .toISOString()
    .slice(0, 10);
  await knex.raw(
    `DELETE FROM daily_rollups WHERE day < ? AND day < (
       SELECT max(newer.day) FROM daily_rollups AS newer
       WHERE newer.dimension = daily_rollups.dimension AND newer.key = daily_rollups.key
     )`,
    [oldest],
  );
}
