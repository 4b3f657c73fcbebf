import { Knex } from 'knex';
import { IdempotencyKeyRow } from '../../../../database/tables';
import { nowPlus } from '../../../../database/time';

/** Forgets answers that nobody will ask for again. */
export async function removeOldKeys(options: {
  knex: Knex;
  olderThanSeconds: number;
}): Promise<number> {
  const { knex, olderThanSeconds } = options;
  return knex<IdempotencyKeyRow>('idempotency_keys')
    .where('created_at', '<', nowPlus(knex, -olderThanSeconds))
    .delete();
}
