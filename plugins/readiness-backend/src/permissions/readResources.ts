import { Knex } from 'knex';
import { EntityRow } from '../database/tables';
import { whereIn } from '../database/whereIn';
import { AuditResource } from './auditResource';

type ResourceRow = Pick<
  EntityRow,
  'entity_ref' | 'kind' | 'type' | 'lifecycle' | 'owner' | 'system' | 'tags'
>;

/** What rules see of entities, in the order asked for; `undefined` for those that are unknown or gone. */
export async function readResources(options: {
  knex: Knex;
  entityRefs: string[];
}): Promise<(AuditResource | undefined)[]> {
  const { knex, entityRefs } = options;
  const rows: ResourceRow[] = await knex('entities')
    .whereNull('gone_at')
    .modify(query => whereIn(knex, query, 'entity_ref', entityRefs))
    .select(
      'entity_ref',
      'kind',
      'type',
      'lifecycle',
      'owner',
      'system',
      'tags',
    );
  const resources = new Map(
    rows.map(({ entity_ref: entityRef, tags, ...row }) => [
      entityRef,
      { ...row, entityRef, tags: JSON.parse(tags) },
    ]),
  );
  return entityRefs.map(entityRef => resources.get(entityRef));
}
