import {
  Page,
  Waiver,
  WaiversFilter,
} from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { applyPosition } from '../../../../database/paging/applyPosition';
import { countUpTo } from '../../../../database/paging/countUpTo';
import { PagePosition } from '../../../../database/paging/PagePosition';
import { isAtBeginning, pageOf } from '../../../../database/paging/pageOf';
import { WaiverRow } from '../../../../database/tables';
import { fromDbTime, toDbTime } from '../../../../database/time';
import { whereIn } from '../../../../database/whereIn';
import { applyCriteria } from '../../../../permissions/applyCriteria';
import { Visibility } from '../../../../permissions/AuditAuthorizer';
import { waiversCursor } from './cursor';
import { toWaiver } from './toWaiver';

const COUNTED = 10_000;

/** A page of waivers, newest first. Those of a filter belong to no entity: whoever may see anything sees them. */
export async function listWaivers(options: {
  knex: Knex;
  visibility: Visibility;
  filter: WaiversFilter;
  position?: PagePosition;
  limit: number;
}): Promise<Page<Waiver>> {
  const { knex, filter, position, limit } = options;
  const query = base(options);
  const rows: WaiverRow[] = await query
    .clone()
    .modify(builder =>
      applyPosition(builder, {
        column: 'waivers.created_at',
        key: 'waivers.id',
        order: 'desc',
        position: position && {
          ...position,
          value: toDbTime(knex, String(position.value)),
        },
        filled: true,
      }),
    )
    .limit(limit + 1)
    .select('waivers.*');
  if (isAtBeginning({ rows, limit, position })) {
    return listWaivers({ ...options, position: undefined });
  }
  const { shown, pageInfo } = pageOf({
    rows,
    limit,
    position,
    cursorAt: (row, direction) =>
      waiversCursor.encode({
        query: { filter },
        position: { direction, value: fromDbTime(row.created_at), key: row.id },
      }),
  });
  const { total, more } = await countUpTo(knex, query, COUNTED);
  return {
    items: shown.map(toWaiver),
    totalItems: total,
    ...(more && { totalIsLowerBound: true }),
    pageInfo,
  };
}

function base(options: {
  knex: Knex;
  visibility: Visibility;
  filter: WaiversFilter;
}): Knex.QueryBuilder {
  const { knex, visibility, filter } = options;
  const query = knex('waivers')
    .leftJoin('entities', 'entities.entity_ref', 'waivers.entity_ref')
    .whereNull('entities.gone_at');
  if (visibility) {
    query.where(any =>
      any
        .whereNull('waivers.entity_ref')
        .orWhere(inner => applyCriteria(knex, inner, visibility)),
    );
  }
  const columns: [string, readonly string[] | undefined][] = [
    [
      'waivers.entity_ref',
      filter.entity?.map(ref => ref.toLocaleLowerCase('en-US')),
    ],
    ['waivers.kind', filter.kind],
    ['waivers.status', filter.status ?? ['pending', 'active']],
    ['waivers.check_id', filter.check],
  ];
  for (const [column, values] of columns) {
    if (values?.length) {
      whereIn(knex, query, column, values);
    }
  }
  if (filter.expiresBefore !== undefined) {
    query.where(
      'waivers.expires_at',
      '<',
      toDbTime(knex, filter.expiresBefore),
    );
  }
  return query;
}
