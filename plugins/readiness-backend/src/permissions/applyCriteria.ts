import { PermissionCriteria } from '@backstage/plugin-permission-common';
import {
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import { Knex } from 'knex';
import { isPostgres } from '../database/time';
import { whereIn } from '../database/whereIn';
import { AuditCondition } from './auditResource';

/** Columns that are in lower case already, so that their indexes serve. */
const REFERENCES = ['owner', 'system'];

/** Adds permission criteria to a query over `entities`. */
export function applyCriteria(
  knex: Knex,
  query: Knex.QueryBuilder,
  criteria: PermissionCriteria<AuditCondition>,
): void {
  if (isAndCriteria(criteria)) {
    for (const part of criteria.allOf) {
      query.andWhere(inner => applyCriteria(knex, inner, part));
    }
  } else if (isOrCriteria(criteria)) {
    query.andWhere(any => {
      for (const part of criteria.anyOf) {
        any.orWhere(inner => applyCriteria(knex, inner, part));
      }
    });
  } else if (isNotCriteria(criteria)) {
    query.whereNot(inner => applyCriteria(knex, inner, criteria.not));
  } else if (criteria.column === 'tag') {
    query.whereExists(withTag(knex, criteria.values));
  } else {
    // An empty column is no match, and no unknown either: NOT over unknown would hide what nobody owns.
    query.whereNotNull(`entities.${criteria.column}`);
    if (REFERENCES.includes(criteria.column)) {
      whereIn(knex, query, `entities.${criteria.column}`, criteria.values);
    } else {
      whereInLower(knex, query, `entities.${criteria.column}`, criteria.values);
    }
  }
}

function withTag(knex: Knex, values: readonly string[]): Knex.QueryBuilder {
  return knex
    .from(
      isPostgres(knex)
        ? knex.raw(
            'jsonb_array_elements_text(entities.tags::jsonb) as tag(value)',
          )
        : knex.raw('json_each(entities.tags) as tag'),
    )
    .select(knex.raw('1'))
    .modify(query => whereInLower(knex, query, 'tag.value', values));
}

/** `column IN values` without regard to case; the values are in lower case. */
export function whereInLower(
  knex: Knex,
  query: Knex.QueryBuilder,
  column: string,
  values: readonly string[],
): void {
  whereIn(knex, query, knex.raw('lower(??)', [column]), values);
}
