import { Knex } from 'knex';
import { lockRows } from '../../database/lockRows';
import { SourceHostRow } from '../../database/tables';
import { nowPlus, secondsUntil } from '../../database/time';

const FIRST_SECONDS = 60;
const LONGEST_SECONDS = 3600;
/** Refusals that are further apart have nothing to do with each other. */
const FORGET_SECONDS = 600;
const LONGEST_REASON = 500;

/**
 * Leaves a host alone for as long as it asked for, or twice as long as the last time. Never shortens a sleep: several
 * requests are under way when a host begins to refuse, and each of them comes here.
 */
export async function sleepHost(options: {
  knex: Knex;
  host: string;
  /** What the host said, if anything. */
  seconds?: number;
  reason: string;
}): Promise<void> {
  const { knex, host, seconds, reason } = options;
  await knex.transaction(async tx => {
    const row: { refusals: number; asleep: number | null } | undefined =
      await tx('source_hosts')
        .where({ host })
        .modify(query => lockRows(tx, query))
        .first(
          'refusals',
          tx.raw('? AS asleep', [secondsUntil(tx, 'asleep_until')]),
        );
    if (!row) {
      return;
    }
    const left = row.asleep === null ? -Infinity : Number(row.asleep);
    const sleeping = left > 0;
    const before = left > -FORGET_SECONDS ? row.refusals : 0;
    const wanted = Math.min(
      seconds ?? FIRST_SECONDS * 2 ** Math.min(before, 10),
      LONGEST_SECONDS,
    );
    if (sleeping && (seconds === undefined || wanted <= left)) {
      return;
    }
    await tx<SourceHostRow>('source_hosts')
      .where({ host })
      .update({
        asleep_until: nowPlus(tx, wanted),
        asleep_reason: reason.replaceAll('\0', '').slice(0, LONGEST_REASON),
        refusals: sleeping ? row.refusals : before + 1,
      });
  });
}
