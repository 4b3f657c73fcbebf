import {
  FindingsFilter,
  OPEN_FINDING_STATES,
} from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { nowPlus, toDbTime } from '../../../../database/time';
import { whereIn } from '../../../../database/whereIn';
import {
  applyCriteria,
  whereInLower,
} from '../../../../permissions/applyCriteria';
import { Visibility } from '../../../../permissions/AuditAuthorizer';
import { overdueSql } from './overdueSql';

/** Narrows a query over `findings` joined with `entities` to what the caller may see and asked for. */
export function applyFindingsFilter(
  knex: Knex,
  query: Knex.QueryBuilder,
  options: { visibility: Visibility; filter: FindingsFilter },
): void {
  const { visibility, filter } = options;
  query.whereNull('entities.gone_at');
  if (visibility) {
    query.andWhere(inner => applyCriteria(knex, inner, visibility));
  }
  const columns: [string, readonly string[] | undefined][] = [
    ['findings.state', filter.state ?? OPEN_FINDING_STATES],
    ['findings.entity_ref', lower(filter.entity)],
    ['findings.owner', lower(filter.owner)],
    ['findings.assignee', lower(filter.assignee)],
    ['findings.severity', filter.severity],
    ['findings.confidence', filter.confidence],
    ['findings.area_id', filter.area],
    ['findings.check_id', filter.check],
    ['findings.phase_id', filter.phase],
    ['entities.system', lower(filter.system)],
  ];
  for (const [column, values] of columns) {
    if (values?.length) {
      whereIn(knex, query, column, values);
    }
  }
  if (filter.kind?.length) {
    whereInLower(knex, query, 'entities.kind', lower(filter.kind)!);
  }
  if (filter.overdue !== undefined) {
    query.whereRaw('? = ?', [overdueSql(knex), filter.overdue ? 1 : 0]);
  }
  if (filter.overdue) {
    // Says nothing new, but an index can answer it.
    query.where('findings.due_at', '<', nowPlus(knex));
  }
  if (filter.unowned !== undefined) {
    query[filter.unowned ? 'whereNull' : 'whereNotNull']('findings.owner');
  }
  if (filter.inherited !== undefined) {
    query.whereRaw(
      `coalesce(findings.owner, '') ${
        filter.inherited ? '<>' : '='
      } coalesce(findings.first_owner, '')`,
    );
  }
  if (filter.newSince !== undefined) {
    query.where(
      'findings.first_seen_at',
      '>=',
      toDbTime(knex, filter.newSince),
    );
  }
  if (filter.text) {
    const [text] = lower([filter.text])!;
    const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
    query.whereRaw(
      `(lower(findings.title) LIKE ? ESCAPE '\\' OR lower(findings.path) LIKE ? ESCAPE '\\' OR findings.check_id LIKE ? ESCAPE '\\')`,
      [pattern, pattern, pattern],
    );
  }
}

function lower(values: string[] | undefined): string[] | undefined {
  return values?.map(value => value.toLocaleLowerCase('en-US'));
}
