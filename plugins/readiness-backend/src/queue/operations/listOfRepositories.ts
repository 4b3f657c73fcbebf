import { Knex } from 'knex';
import { chunk } from '../../database/chunk';
import { QueueRow } from '../../database/tables';
import { whereIn } from '../../database/whereIn';

const AT_ONCE = 500;

/** References of the entities that live in these repositories. */
export async function listOfRepositories(options: {
  knex: Knex;
  repositories: string[];
}): Promise<string[]> {
  const { knex, repositories } = options;
  const refs: string[] = [];
  for (const part of chunk(repositories, AT_ONCE)) {
    refs.push(
      ...(await knex<QueueRow>('queue')
        .modify(query => whereIn(knex, query, 'repository', part))
        .orderBy('entity_ref')
        .pluck('entity_ref')),
    );
  }
  return refs;
}
