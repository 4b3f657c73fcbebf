import { Knex } from 'knex';
import { EntityRow } from '../../../../database/tables';

/** Entities whose audit does not know yet what was decided, longest first. */
export async function listPendingJudgements(options: {
  knex: Knex;
  limit: number;
}): Promise<string[]> {
  return options
    .knex<EntityRow>('entities')
    .whereNotNull('rejudge_at')
    .orderBy('rejudge_at')
    .limit(options.limit)
    .pluck('entity_ref');
}
