import {
  Page,
  ServiceItem,
  ServiceOrderField,
} from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { applyPosition } from '../../../../database/paging/applyPosition';
import { PagePosition } from '../../../../database/paging/PagePosition';
import { isAtBeginning, pageOf } from '../../../../database/paging/pageOf';
import { AreaScoreRow, EntityRow } from '../../../../database/tables';
import { DbTime, fromDbTime, toDbTime } from '../../../../database/time';
import { whereIn } from '../../../../database/whereIn';
import { Visibility } from '../../../../permissions/AuditAuthorizer';
import { stateSql } from '../../../../queue/stateSql';
import { applyFilter } from './applyFilter';
import { servicesCursor } from './cursor';
import { ServicesQuery } from './servicesQuery';

type Row = EntityRow & {
  state: ServiceItem['state'];
  order_value: string | number | DbTime | null;
};

/** A page of the services list: three statements, four at its beginning, whatever the number of rows. */
export async function listServices(options: {
  knex: Knex;
  visibility: Visibility;
  query: ServicesQuery;
  position?: PagePosition;
  limit: number;
}): Promise<Page<ServiceItem>> {
  const { knex, position, limit } = options;
  const rows = await readRows(options);
  if (isAtBeginning({ rows, limit, position })) {
    return listServices({ ...options, position: undefined });
  }
  const { shown, pageInfo } = pageOf({
    rows,
    limit,
    position,
    cursorAt: (row, direction) =>
      servicesCursor.encode({
        query: options.query,
        position: {
          direction,
          value: orderValue(row, options.query.orderBy),
          key: row.entity_ref,
        },
      }),
  });
  const totalItems = await count(options);
  const areas = await readAreas(
    knex,
    shown.map(row => row.entity_ref),
  );
  return {
    items: shown.map(row => toItem(row, areas.get(row.entity_ref) ?? [])),
    totalItems,
    pageInfo,
  };
}

function base(options: {
  knex: Knex;
  visibility: Visibility;
  query: ServicesQuery;
}): Knex.QueryBuilder {
  const { knex, visibility, query } = options;
  return knex('entities')
    .join('queue', 'queue.entity_ref', 'entities.entity_ref')
    .modify(builder =>
      applyFilter(knex, builder, { visibility, filter: query.filter }),
    );
}

async function readRows(options: {
  knex: Knex;
  visibility: Visibility;
  query: ServicesQuery;
  position?: PagePosition;
  limit: number;
}): Promise<Row[]> {
  const { knex, query, position, limit } = options;
  const column = orderColumn(query.orderBy);
  const value =
    query.orderBy === 'auditedAt' && typeof position?.value === 'string'
      ? toDbTime(knex, position.value)
      : position?.value ?? null;

  return base(options)
    .modify(builder => {
      if (query.orderBy.startsWith('area:')) {
        builder.leftJoin('area_scores as ordering', on =>
          on
            .on('ordering.entity_ref', 'entities.entity_ref')
            .onVal('ordering.area_id', query.orderBy.slice('area:'.length)),
        );
      }
      applyPosition(builder, {
        column,
        key: 'entities.entity_ref',
        order: query.order,
        position: position && { ...position, value },
      });
    })
    .limit(limit + 1)
    .select(
      'entities.*',
      `${column} as order_value`,
      knex.raw('? as state', [stateSql(knex)]),
    );
}

async function count(options: {
  knex: Knex;
  visibility: Visibility;
  query: ServicesQuery;
}): Promise<number> {
  const [{ total }] = await base(options).count({ total: '*' });
  return Number(total);
}

async function readAreas(
  knex: Knex,
  entityRefs: string[],
): Promise<Map<string, AreaScoreRow[]>> {
  const areas = new Map<string, AreaScoreRow[]>();
  if (entityRefs.length) {
    const rows = await knex<AreaScoreRow>('area_scores')
      .modify(query => whereIn(knex, query, 'entity_ref', entityRefs))
      .orderBy('position');
    for (const row of rows) {
      areas.set(row.entity_ref, [...(areas.get(row.entity_ref) ?? []), row]);
    }
  }
  return areas;
}

function orderColumn(orderBy: ServiceOrderField): string {
  switch (orderBy) {
    case 'title':
      return 'entities.title_key';
    case 'level':
      return 'entities.level_rank';
    case 'findings':
      return 'entities.findings_rank';
    case 'auditedAt':
      return 'entities.audited_at';
    case 'owner':
    case 'score':
    case 'gap':
      return `entities.${orderBy}`;
    default:
      return 'ordering.score';
  }
}

function orderValue(
  row: Row,
  orderBy: ServiceOrderField,
): PagePosition['value'] {
  const value = row.order_value;
  return orderBy === 'auditedAt' || value instanceof Date
    ? fromDbTime(value as DbTime | null)
    : value;
}

function toItem(row: Row, areas: AreaScoreRow[]): ServiceItem {
  return {
    entityRef: row.entity_ref,
    title: row.title,
    kind: row.kind,
    type: row.type,
    owner: row.owner,
    system: row.system,
    lifecycle: row.lifecycle,
    score: row.score,
    target: row.target,
    level: row.level,
    verdicts: row.verdicts === null ? [] : JSON.parse(row.verdicts),
    areas: areas.map(({ area_id: id, score, target }) => ({
      id,
      score,
      target,
    })),
    findings: {
      critical: row.findings_critical,
      high: row.findings_high,
      medium: row.findings_medium,
      low: row.findings_low,
    },
    auditedAt: fromDbTime(row.audited_at),
    state: row.state,
  };
}
