import {
  FindingItem,
  FindingOrderField,
  Page,
} from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { applyPosition } from '../../../../database/paging/applyPosition';
import { countUpTo } from '../../../../database/paging/countUpTo';
import { PagePosition } from '../../../../database/paging/PagePosition';
import { isAtBeginning, pageOf } from '../../../../database/paging/pageOf';
import { DbTime, fromDbTime, toDbTime } from '../../../../database/time';
import { Visibility } from '../../../../permissions/AuditAuthorizer';
import { applyFindingsFilter } from './applyFindingsFilter';
import { findingsCursor } from './cursor';
import { FindingsQuery } from './findingsQuery';
import { overdueSql } from './overdueSql';
import { FindingItemRow, toFindingItem } from './toFindingItem';

/** Findings of a large organisation are counted no further: the number would cost more than the page. */
const COUNTED = 10_000;

const COLUMNS: Record<FindingOrderField, string> = {
  severity: 'findings.severity_rank',
  dueAt: 'findings.due_at',
  firstSeenAt: 'findings.first_seen_at',
};

type Row = FindingItemRow & { order_value: number | DbTime | null };

/** A page of findings: two statements, whatever the number of rows; three at the beginning of a shrunken list. */
export async function listFindings(options: {
  knex: Knex;
  visibility: Visibility;
  query: FindingsQuery;
  position?: PagePosition;
  limit: number;
}): Promise<Page<FindingItem>> {
  const { knex, query, position, limit } = options;
  const rows = await readRows(options);
  if (isAtBeginning({ rows, limit, position })) {
    return listFindings({ ...options, position: undefined });
  }
  const { shown, pageInfo } = pageOf({
    rows,
    limit,
    position,
    cursorAt: (row, direction) =>
      findingsCursor.encode({
        query,
        position: { direction, value: orderValue(row, query), key: row.id },
      }),
  });
  const { total, more } = await countUpTo(knex, base(options), COUNTED);
  return {
    items: shown.map(toFindingItem),
    totalItems: total,
    ...(more && { totalIsLowerBound: true }),
    pageInfo,
  };
}

function base(options: {
  knex: Knex;
  visibility: Visibility;
  query: FindingsQuery;
}): Knex.QueryBuilder {
  const { knex, visibility, query } = options;
  return knex('findings')
    .join('entities', 'entities.entity_ref', 'findings.entity_ref')
    .modify(builder =>
      applyFindingsFilter(knex, builder, { visibility, filter: query.filter }),
    );
}

async function readRows(options: {
  knex: Knex;
  visibility: Visibility;
  query: FindingsQuery;
  position?: PagePosition;
  limit: number;
}): Promise<Row[]> {
  const { knex, query, position, limit } = options;
  const column = COLUMNS[query.orderBy];
  const value =
    typeof position?.value === 'string'
      ? toDbTime(knex, position.value)
      : position?.value ?? null;
  return base(options)
    .modify(builder =>
      applyPosition(builder, {
        column,
        key: 'findings.id',
        order: query.order,
        position: position && { ...position, value },
        filled: query.orderBy !== 'dueAt' || query.filter.overdue === true,
      }),
    )
    .limit(limit + 1)
    .select(
      'findings.*',
      'entities.title as entity_title',
      `${column} as order_value`,
      knex.raw('? as overdue', [overdueSql(knex)]),
    );
}

function orderValue(row: Row, { orderBy }: FindingsQuery) {
  return orderBy === 'severity'
    ? row.severity_rank
    : fromDbTime(row.order_value as DbTime | null);
}
