import { Knex } from 'knex';
import { EntityRow } from '../../../database/tables';

/** References of all entities that are not gone. */
export async function listPresent(options: { knex: Knex }): Promise<string[]> {
  const rows = await options
    .knex<EntityRow>('entities')
    .whereNull('gone_at')
    .select('entity_ref');
  return rows.map(row => row.entity_ref);
}
