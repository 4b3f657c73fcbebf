import { Knex } from 'knex';
import { EntityRow } from '../../../database/tables';
import { nowPlus } from '../../../database/time';

/** Removes entities that have been gone for the grace period, with everything that is known of them. */
export async function removeGone(options: {
  knex: Knex;
  graceSeconds: number;
}): Promise<number> {
  const { knex, graceSeconds } = options;
  return knex<EntityRow>('entities')
    .where('gone_at', '<=', nowPlus(knex, -graceSeconds))
    .delete();
}
