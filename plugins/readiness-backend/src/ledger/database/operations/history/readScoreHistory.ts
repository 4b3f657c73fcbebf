import { ScoreChange } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { ScoreHistoryRow } from '../../../../database/tables';
import { fromDbTime } from '../../../../database/time';

/** Older changes than these are not shown. */
const MOST = 500;

/** How the scores of an entity changed, newest first. */
export async function readScoreHistory(options: {
  knex: Knex;
  entityRef: string;
}): Promise<ScoreChange[]> {
  const rows: ScoreHistoryRow[] = await options
    .knex('score_history')
    .where({ entity_ref: options.entityRef })
    .orderBy('id', 'desc')
    .limit(MOST);
  return rows.map(row => ({
    at: fromDbTime(row.at),
    auditId: row.audit_id,
    revision: row.revision,
    standardVersion: row.standard_version,
    causes: JSON.parse(row.causes),
    score: row.score,
    target: row.target,
    level: row.level,
    findings: {
      critical: row.findings_critical,
      high: row.findings_high,
      medium: row.findings_medium,
      low: row.findings_low,
    },
    areas: JSON.parse(row.areas),
    cameAndWent: JSON.parse(row.findings),
  }));
}
