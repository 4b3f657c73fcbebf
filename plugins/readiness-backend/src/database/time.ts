import { Knex } from 'knex';
import { DateTime } from 'luxon';

/** A point in time as the database hands it out: `Date` on PostgreSQL, text on SQLite. */
export type DbTime = Date | string;

const SQLITE_FORMAT = `'%Y-%m-%d %H:%M:%f'`;

/** Whether several processes may work on this database. */
export function isPostgres(knex: Knex): boolean {
  return knex.client.config.client === 'pg';
}

/**
 * The database's clock, plus or minus seconds, in whole milliseconds: rounding up would make what is due now due in
 * the future.
 */
export function nowPlus(knex: Knex, seconds = 0): Knex.Raw {
  return isPostgres(knex)
    ? knex.raw(
        `date_trunc('milliseconds', now() + ?::float8 * interval '1 second')`,
        [seconds],
      )
    : knex.raw(`strftime(${SQLITE_FORMAT}, 'now', ?)`, [`${seconds} seconds`]);
}

/** A column of times plus seconds. */
export function columnPlus(
  knex: Knex,
  column: string,
  seconds: number,
): Knex.Raw {
  return isPostgres(knex)
    ? knex.raw(`?? + ?::float8 * interval '1 second'`, [column, seconds])
    : knex.raw(`strftime(${SQLITE_FORMAT}, ??, ?)`, [
        column,
        `${seconds} seconds`,
      ]);
}

/** The database's clock plus a number of seconds that SQL computes. */
export function nowPlusSql(knex: Knex, seconds: Knex.Raw): Knex.Raw {
  return isPostgres(knex)
    ? knex.raw(
        `date_trunc('milliseconds', now() + (?) * interval '1 second')`,
        [seconds],
      )
    : knex.raw(`strftime(${SQLITE_FORMAT}, 'now', (?) || ' seconds')`, [
        seconds,
      ]);
}

/** Seconds from now until a column of times; below zero when it has passed. */
export function secondsUntil(knex: Knex, column: string): Knex.Raw {
  return isPostgres(knex)
    ? knex.raw('extract(epoch FROM ?? - now())::float8', [column])
    : knex.raw(`(julianday(??) - julianday('now')) * 86400`, [column]);
}

/** An ISO 8601 time in the form that the database compares with its own. */
export function toDbTime(knex: Knex, iso: string): string {
  const time = DateTime.fromISO(iso, { zone: 'utc' });
  return isPostgres(knex)
    ? time.toISO()!
    : time.toFormat('yyyy-MM-dd HH:mm:ss.SSS');
}

/** ISO 8601 in UTC. */
export function fromDbTime(time: DbTime): string;
export function fromDbTime(time: DbTime | null): string | null;
export function fromDbTime(time: DbTime | null): string | null {
  if (time === null) {
    return null;
  }
  return (
    typeof time === 'string'
      ? DateTime.fromSQL(time, { zone: 'utc' })
      : DateTime.fromJSDate(time, { zone: 'utc' })
  ).toISO();
}
