import { Knex } from 'knex';
import { EntityRow, QueueRow } from '../../../database/tables';
import { nowPlus } from '../../../database/time';
import { whereIn } from '../../../database/whereIn';

/**
 * Takes entities out of the queue and hides them. Their audits stay for a while: a catalog that starts with an empty
 * database must not cost the ledger. A run that is under way loses its ticket with the row.
 */
export async function markGone(options: {
  knex: Knex;
  entityRefs: string[];
}): Promise<void> {
  const { knex, entityRefs } = options;
  await knex.transaction(async tx => {
    await tx<QueueRow>('queue')
      .modify(query => whereIn(tx, query, 'entity_ref', entityRefs))
      .delete();
    await tx<EntityRow>('entities')
      .modify(query => whereIn(tx, query, 'entity_ref', entityRefs))
      .update({ gone_at: nowPlus(tx) });
  });
}
