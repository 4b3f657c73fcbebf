import { Knex } from 'knex';
import { nowPlus } from '../database/time';

/**
 * Value of `queue.dead_at` after one more failed attempt: now when that was the last, unless somebody asked for
 * another run in the meantime.
 */
export function deadAt(knex: Knex, maxAttempts: number): Knex.Raw {
  return knex.raw(
    'CASE WHEN attempts + 1 >= ? AND requested_at IS NULL THEN ? END',
    [maxAttempts, nowPlus(knex)],
  );
}
