import { ServicesFilter } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { AreaScoreRow } from '../../../../database/tables';
import { whereIn } from '../../../../database/whereIn';
import {
  applyCriteria,
  whereInLower,
} from '../../../../permissions/applyCriteria';
import { Visibility } from '../../../../permissions/AuditAuthorizer';
import { stateSql } from '../../../../queue/stateSql';

/** Narrows a query over `entities` joined with `queue` to what the caller may see and asked for. */
export function applyFilter(
  knex: Knex,
  query: Knex.QueryBuilder,
  options: { visibility: Visibility; filter: ServicesFilter },
): void {
  const { visibility, filter } = options;
  query.whereNull('entities.gone_at');
  if (visibility) {
    query.andWhere(inner => applyCriteria(knex, inner, visibility));
  }
  for (const column of ['owner', 'system'] as const) {
    const values = filter[column];
    if (values?.length) {
      whereIn(knex, query, `entities.${column}`, lower(values));
    }
  }
  for (const column of ['kind', 'type', 'lifecycle', 'level'] as const) {
    const values = filter[column];
    if (values?.length) {
      whereInLower(knex, query, `entities.${column}`, lower(values));
    }
  }
  if (filter.state?.length) {
    whereIn(knex, query, stateSql(knex), filter.state);
  }
  if (filter.area !== undefined) {
    query.whereExists(
      knex<AreaScoreRow>('area_scores')
        .select(knex.raw('1'))
        .whereRaw('area_scores.entity_ref = entities.entity_ref')
        .where('area_scores.area_id', filter.area)
        .whereNot('area_scores.state', 'not-applicable'),
    );
  }
  if (filter.text) {
    const [text] = lower([filter.text]);
    const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
    query.whereRaw(
      `(entities.title_key LIKE ? ESCAPE '\\' OR entities.entity_ref LIKE ? ESCAPE '\\')`,
      [pattern, pattern],
    );
  }
}

function lower(values: string[]): string[] {
  return values.map(value => value.toLocaleLowerCase('en-US'));
}
