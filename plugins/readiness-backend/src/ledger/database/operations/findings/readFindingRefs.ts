import { Knex } from 'knex';
import { FindingRow } from '../../../../database/tables';
import { whereIn } from '../../../../database/whereIn';

/** The entities of findings, by finding. Unknown ones, and those of entities that have gone, do not occur. */
export async function readFindingRefs(options: {
  knex: Knex;
  ids: readonly string[];
}): Promise<Map<string, string>> {
  const { knex, ids } = options;
  const rows: Pick<FindingRow, 'id' | 'entity_ref'>[] = await knex('findings')
    .join('entities', 'entities.entity_ref', 'findings.entity_ref')
    .whereNull('entities.gone_at')
    .modify(query => whereIn(knex, query, 'findings.id', ids))
    .select('findings.id', 'findings.entity_ref');
  return new Map(rows.map(row => [row.id, row.entity_ref]));
}
