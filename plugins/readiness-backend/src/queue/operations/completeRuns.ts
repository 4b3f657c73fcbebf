import { Knex } from 'knex';
import { isPostgres, nowPlus, nowPlusSql } from '../../database/time';
import { whereIn } from '../../database/whereIn';
import { AuditRun } from '../AuditRun';
import { PRIORITY } from '../priorities';

/** A good run, and when the next is due. */
export interface CompletedRun {
  run: AuditRun;
  nextInSeconds: number;
}

/**
 * Gives tickets back after good runs; the next ones are due after the given time, or at once when somebody asked for
 * another in the meantime.
 *
 * Comes first in the transaction that writes the results: the rows stay locked, so no ticket can be lost halfway.
 *
 * @returns references of those whose ticket was valid; nothing may be written for the others.
 */
export async function completeRuns(options: {
  tx: Knex;
  runs: readonly CompletedRun[];
}): Promise<Set<string>> {
  const { tx, runs } = options;
  await lockInOrder(tx, runs);
  const values = runs
    .map(
      () => '(CAST(? AS text), CAST(? AS text), CAST(? AS double precision))',
    )
    .join(', ');
  const result = await tx.raw(
    `UPDATE queue SET
       ticket = NULL, started_at = NULL, requested_at = NULL, attempts = 0, last_error = NULL, last_error_at = NULL,
       next_audit_at = CASE WHEN requested_at IS NULL THEN ? ELSE ? END,
       priority = CASE WHEN requested_at IS NULL THEN ${PRIORITY.scheduled} ELSE priority END
     FROM (VALUES ${values}) AS completed
     WHERE queue.entity_ref = completed.column1 AND queue.ticket = completed.column2
     RETURNING queue.entity_ref`,
    [
      nowPlusSql(tx, tx.raw('completed.column3')),
      nowPlus(tx),
      ...runs.flatMap(({ run, nextInSeconds }) => [
        run.entityRef,
        run.ticket,
        nextInSeconds,
      ]),
    ],
  );
  const rows: { entity_ref: string }[] = isPostgres(tx) ? result.rows : result;
  return new Set(rows.map(row => row.entity_ref));
}

async function lockInOrder(
  tx: Knex,
  runs: readonly CompletedRun[],
): Promise<void> {
  if (isPostgres(tx) && runs.length > 1) {
    const refs = runs.map(({ run }) => run.entityRef);
    await tx('queue')
      .modify(query => whereIn(tx, query, 'entity_ref', refs))
      .orderBy('entity_ref')
      .forUpdate()
      .select('entity_ref');
  }
}
