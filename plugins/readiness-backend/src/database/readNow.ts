import { Knex } from 'knex';
import { DbTime, fromDbTime, nowPlus } from './time';

/** The clock of the database, ISO 8601. */
export async function readNow(knex: Knex): Promise<string> {
  const [{ now }]: { now: DbTime }[] = await knex.select(
    knex.raw('? as now', [nowPlus(knex)]),
  );
  return fromDbTime(now);
}
