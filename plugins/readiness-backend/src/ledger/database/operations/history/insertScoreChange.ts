import {
  Audit,
  ScoreCause,
  ScoreChange,
  Severity,
} from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { nowPlus } from '../../../../database/time';

/** Remembers that the scores of an entity changed, and why. */
export async function insertScoreChange(options: {
  tx: Knex;
  entityRef: string;
  audit: Audit;
  auditId: string;
  causes: ScoreCause[];
  findings: Record<Severity, number>;
  areas: ScoreChange['areas'];
  cameAndWent: ScoreChange['cameAndWent'];
}): Promise<void> {
  const { tx, audit, findings } = options;
  await tx('score_history').insert({
    entity_ref: options.entityRef,
    at: nowPlus(tx),
    audit_id: options.auditId,
    revision: audit.revision,
    standard_version: audit.standard.version,
    causes: JSON.stringify(options.causes),
    score: audit.overall.score,
    target: audit.overall.target,
    level: audit.level,
    findings_critical: findings.critical,
    findings_high: findings.high,
    findings_medium: findings.medium,
    findings_low: findings.low,
    areas: JSON.stringify(options.areas),
    findings: JSON.stringify(options.cameAndWent),
  });
}
