import {
  RollupDimension,
  RollupPoint,
  roundScore,
} from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { DailyRollupRow } from '../../../../database/tables';
import { applyCriteria } from '../../../../permissions/applyCriteria';
import { Visibility } from '../../../../permissions/AuditAuthorizer';

/** Three years. */
const MOST = 1100;

/**
 * The daily sums of an owner, a system or the organisation from a day on; days without a change do not occur. Sums in
 * which the caller may not see every entity are not shown at all: `undefined`.
 */
export async function readTrend(options: {
  knex: Knex;
  visibility: Visibility;
  dimension: RollupDimension;
  key: string;
  from: string;
}): Promise<RollupPoint[] | undefined> {
  const { knex, dimension, key, from } = options;
  if (await hidesSome(options)) {
    return undefined;
  }
  const rows: DailyRollupRow[] = await knex('daily_rollups')
    .where({ dimension, key })
    .where('day', '>=', from)
    .orderBy('day', 'desc')
    .limit(MOST);
  return rows.reverse().map(row => {
    const mean = (sum: number) =>
      row.scored > 0 ? roundScore(sum / row.scored) : null;
    return {
      day: row.day,
      entities: row.entities,
      score: mean(row.score_sum),
      target: mean(row.target_sum),
      findings: {
        critical: row.findings_critical,
        high: row.findings_high,
        medium: row.findings_medium,
        low: row.findings_low,
      },
    };
  });
}

async function hidesSome(options: {
  knex: Knex;
  visibility: Visibility;
  dimension: RollupDimension;
  key: string;
}): Promise<boolean> {
  const { knex, visibility, dimension, key } = options;
  if (!visibility) {
    return false;
  }
  const hidden = await knex('entities')
    .whereNotNull('audited_at')
    .whereNull('gone_at')
    .modify(query => {
      if (dimension !== 'organisation') {
        query.whereRaw(`coalesce(entities.${dimension}, '') = ?`, [key]);
      }
    })
    .whereNot(query => applyCriteria(knex, query, visibility))
    .first(knex.raw('1'));
  return hidden !== undefined;
}
