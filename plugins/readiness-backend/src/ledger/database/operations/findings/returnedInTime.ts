import { Knex } from 'knex';
import { nowPlus } from '../../../../database/time';

const KEEPS_CLOCK_SECONDS = 30 * 24 * 3600;

/** Condition: the finding is not resolved, or so recently that it keeps its first date when it comes back. */
export function returnedInTime(knex: Knex): Knex.Raw {
  return knex.raw(
    `(findings.state <> 'resolved' OR findings.resolved_at > ?)`,
    [nowPlus(knex, -KEEPS_CLOCK_SECONDS)],
  );
}
