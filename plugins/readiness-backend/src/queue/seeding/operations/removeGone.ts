import { Knex } from 'knex';
import { EntityRow } from '../../../database/tables';
import { nowPlus } from '../../../database/time';
import { whereIn } from '../../../database/whereIn';

/** Each entity takes hundreds of rows with it: a transaction stays short. */
const ENTITIES_PER_STATEMENT = 100;

/** Removes entities that have been gone for the grace period, with everything that is known of them. */
export async function removeGone(options: {
  knex: Knex;
  graceSeconds: number;
}): Promise<number> {
  const { knex, graceSeconds } = options;
  const expired = knex<EntityRow>('entities')
    .where('gone_at', '<=', nowPlus(knex, -graceSeconds))
    .limit(ENTITIES_PER_STATEMENT);
  let removed = 0;
  for (;;) {
    const rows = await expired.clone().select('entity_ref');
    if (!rows.length) {
      return removed;
    }
    // Again with the condition: one may have come back meanwhile.
    removed += await expired
      .clone()
      .clear('limit')
      .modify(query =>
        whereIn(
          knex,
          query,
          'entity_ref',
          rows.map(row => row.entity_ref),
        ),
      )
      .delete();
  }
}
