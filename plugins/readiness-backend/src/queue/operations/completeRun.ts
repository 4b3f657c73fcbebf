import { Knex } from 'knex';
import { completeRuns, CompletedRun } from './completeRuns';

/** As `completeRuns`, for one: `false` when its ticket is no longer valid and nothing may be written. */
export async function completeRun(
  options: { tx: Knex } & CompletedRun,
): Promise<boolean> {
  const { tx, run, nextInSeconds } = options;
  const completed = await completeRuns({ tx, runs: [{ run, nextInSeconds }] });
  return completed.size > 0;
}
