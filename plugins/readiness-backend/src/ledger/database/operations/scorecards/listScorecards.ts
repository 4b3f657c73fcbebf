import {
  Page,
  roundScore,
  ScorecardItem,
} from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { applyPosition } from '../../../../database/paging/applyPosition';
import { PagePosition } from '../../../../database/paging/PagePosition';
import { isAtBeginning, pageOf } from '../../../../database/paging/pageOf';
import { applyCriteria } from '../../../../permissions/applyCriteria';
import { Visibility } from '../../../../permissions/AuditAuthorizer';
import { scorecardsCursor } from './cursor';

/** Sums come as texts from PostgreSQL. */
type Sum = number | string;

interface Row {
  key: string;
  entities: Sum;
  scored: Sum;
  score: number | null;
  target: number | null;
  lowest: number | null;
  highest: number | null;
  critical: Sum;
  high: Sum;
  medium: Sum;
  low: Sum;
}

/** Owners or systems with what their entities, as far as the caller may see them, come to: two statements. */
export async function listScorecards(options: {
  knex: Knex;
  visibility: Visibility;
  by: 'owner' | 'system';
  position?: PagePosition;
  limit: number;
}): Promise<Page<ScorecardItem>> {
  const { knex, by, position, limit } = options;
  const rows: Row[] = await knex
    .from(groups(options).as('groups'))
    .modify(query =>
      applyPosition(query, {
        column: 'groups.key',
        key: 'groups.key',
        order: 'asc',
        position,
        filled: true,
      }),
    )
    .limit(limit + 1)
    .select('*');
  if (isAtBeginning({ rows, limit, position })) {
    return listScorecards({ ...options, position: undefined });
  }
  const { shown, pageInfo } = pageOf({
    rows,
    limit,
    position,
    cursorAt: ({ key }, direction) =>
      scorecardsCursor.encode({
        query: { by },
        position: { direction, value: key, key },
      }),
  });
  const [{ total }] = await visible(options).select(
    knex.raw(`count(distinct coalesce(??, '')) as total`, [`entities.${by}`]),
  );
  return { items: shown.map(toItem), totalItems: Number(total), pageInfo };
}

function visible({
  knex,
  visibility,
}: {
  knex: Knex;
  visibility: Visibility;
}): Knex.QueryBuilder {
  return knex('entities')
    .whereNull('entities.gone_at')
    .whereNotNull('entities.audited_at')
    .modify(query => {
      if (visibility) {
        query.andWhere(inner => applyCriteria(knex, inner, visibility));
      }
    });
}

function groups(options: {
  knex: Knex;
  visibility: Visibility;
  by: 'owner' | 'system';
}): Knex.QueryBuilder {
  const { knex, by } = options;
  return visible(options)
    .groupByRaw(`coalesce(??, '')`, [`entities.${by}`])
    .select(knex.raw(`coalesce(??, '') as key`, [`entities.${by}`]))
    .count({ entities: '*', scored: 'score' })
    .avg({ score: 'score', target: 'target' })
    .min({ lowest: 'score' })
    .max({ highest: 'score' })
    .sum({
      critical: 'findings_critical',
      high: 'findings_high',
      medium: 'findings_medium',
      low: 'findings_low',
    });
}

function toItem(row: Row): ScorecardItem {
  const rounded = (value: number | null) =>
    value === null ? null : roundScore(Number(value));
  const [score, target] = [rounded(row.score), rounded(row.target)];
  return {
    key: row.key || null,
    entities: Number(row.entities),
    scored: Number(row.scored),
    score,
    target,
    gap: score === null || target === null ? null : roundScore(target - score),
    lowest: row.lowest,
    highest: row.highest,
    findings: {
      critical: Number(row.critical),
      high: Number(row.high),
      medium: Number(row.medium),
      low: Number(row.low),
    },
  };
}
