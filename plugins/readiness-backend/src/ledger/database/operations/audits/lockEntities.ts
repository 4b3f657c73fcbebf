import { Knex } from 'knex';
import { isPostgres } from '../../../../database/time';
import { whereIn } from '../../../../database/whereIn';

/**
 * Lets nobody else judge these entities, or decide about their findings, until the transaction ends: an audit reads what
 * was decided and writes what follows, and a decision in between would be lost. SQLite has one writer anyway.
 *
 * The order keeps two transactions from waiting for each other. Rows that refer to the entity may be added meanwhile.
 */
export async function lockEntities(options: {
  tx: Knex;
  entityRefs: readonly string[];
}): Promise<void> {
  const { tx, entityRefs } = options;
  if (isPostgres(tx)) {
    await tx('entities')
      .modify(query => whereIn(tx, query, 'entity_ref', entityRefs))
      .orderBy('entity_ref')
      .forNoKeyUpdate()
      .select(tx.raw('1'));
  }
}
