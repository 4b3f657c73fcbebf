import { Knex } from 'knex';
import { nowPlus } from '../../../../database/time';

const KEEPS_CLOCK_SECONDS = 30 * 24 * 3600;

/** Condition: the finding is open, or was resolved so recently that it keeps its first date when it comes back. */
export function returnedInTime(knex: Knex): Knex.Raw {
  return knex.raw(`(findings.state = 'open' OR findings.resolved_at > ?)`, [
    nowPlus(knex, -KEEPS_CLOCK_SECONDS),
  ]);
}
