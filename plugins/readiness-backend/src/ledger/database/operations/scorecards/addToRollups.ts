import { Knex } from 'knex';
import { EntityRow } from '../../../../database/tables';
import { isPostgres } from '../../../../database/time';
import {
  changesBetween,
  Contribution,
  SUMS,
} from '../../../../scorecards/Contribution';

/**
 * Replaces what an entity has put into the sums of today. A day begins with what the last one ended with. Comes last in
 * its transaction: rows of large sums are what all others wait for.
 */
export async function addToRollups(options: {
  tx: Knex;
  entityRef: string;
  before: Contribution | null;
  after: Contribution | null;
}): Promise<void> {
  const { tx, entityRef, before, after } = options;
  const changes = changesBetween(before, after);
  if (changes.length === 0) {
    return;
  }
  await tx<EntityRow>('entities')
    .where({ entity_ref: entityRef })
    .update({ rolled_up: after && JSON.stringify(after) });
  const today = isPostgres(tx)
    ? `to_char(now() AT TIME ZONE 'utc', 'YYYY-MM-DD')`
    : `strftime('%Y-%m-%d', 'now')`;
  for (const { dimension, key, delta } of changes) {
    // One after the other: in one statement their order would be the database's.
    await tx.raw(
      `INSERT INTO daily_rollups (dimension, key, day, ${SUMS.join(', ')})
       SELECT one.dimension, one.key, ${today}, ${SUMS.map(
        name => `coalesce(last.${name}, 0) + ?`,
      ).join(', ')}
       FROM (SELECT CAST(? AS text) AS dimension, CAST(? AS text) AS key) AS one
       LEFT JOIN (
         SELECT * FROM daily_rollups WHERE dimension = ? AND key = ? ORDER BY day DESC LIMIT 1
       ) AS last ON 1 = 1
       WHERE 1 = 1
       ON CONFLICT (dimension, key, day) DO UPDATE SET ${SUMS.map(
         name => `${name} = daily_rollups.${name} + ?`,
       ).join(', ')}`,
      [
        ...SUMS.map(name => delta[name]),
        dimension,
        key,
        dimension,
        key,
        ...SUMS.map(name => delta[name]),
      ],
    );
  }
}
