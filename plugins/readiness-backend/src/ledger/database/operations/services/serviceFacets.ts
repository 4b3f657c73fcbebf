import { ServiceFacets } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { Visibility } from '../../../../permissions/AuditAuthorizer';
import { applyFilter } from './applyFilter';

const FACETS = ['owner', 'kind', 'type', 'system', 'lifecycle'] as const;

/** The values that occur among the entities that the caller may see, each list in order: one statement. */
export async function serviceFacets(options: {
  knex: Knex;
  visibility: Visibility;
}): Promise<ServiceFacets> {
  const { knex, visibility } = options;
  const rows: { facet: (typeof FACETS)[number]; value: string }[] =
    await knex.unionAll(
      FACETS.map(facet =>
        knex('entities')
          .modify(query => applyFilter(knex, query, { visibility, filter: {} }))
          .whereNotNull(`entities.${facet}`)
          .distinct(
            knex.raw(`'${facet}' as facet`),
            knex.raw('?? as value', [`entities.${facet}`]),
          ),
      ),
    );
  const facets: ServiceFacets = {
    owner: [],
    kind: [],
    type: [],
    system: [],
    lifecycle: [],
  };
  rows.forEach(({ facet, value }) => facets[facet].push(value));
  Object.values(facets).forEach(values => values.sort());
  return facets;
}
