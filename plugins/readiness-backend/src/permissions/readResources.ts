import { Knex } from 'knex';
import { EntityRow } from '../database/tables';
import { whereIn } from '../database/whereIn';
import { AuditResource } from './auditResource';

/** What rules see of entities, in the order asked for; `undefined` for those that are unknown or gone. */
export async function readResources(options: {
  knex: Knex;
  entityRefs: string[];
}): Promise<(AuditResource | undefined)[]> {
  const { knex, entityRefs } = options;
  const rows: EntityRow[] = await knex('entities')
    .whereNull('gone_at')
    .modify(query => whereIn(knex, query, 'entity_ref', entityRefs))
    .select('entity_ref', 'kind', 'owner');
  const resources = new Map(
    rows.map(({ entity_ref: entityRef, kind, owner }) => [
      entityRef,
      { entityRef, kind, owner },
    ]),
  );
  return entityRefs.map(entityRef => resources.get(entityRef));
}
