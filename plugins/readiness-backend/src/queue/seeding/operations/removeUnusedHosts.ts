import { Knex } from 'knex';
import { SourceHostRow } from '../../../database/tables';

/** Forgets hosts that nothing is read from any more. */
export async function removeUnusedHosts(options: {
  knex: Knex;
}): Promise<number> {
  const { knex } = options;
  return knex<SourceHostRow>('source_hosts')
    .whereNot('host', '')
    .whereNotExists(
      knex('queue').whereRaw('queue.host = source_hosts.host').select('host'),
    )
    .delete();
}
