import { randomUUID } from 'crypto';
import {
  Audit,
  ScoreChange,
  SEVERITIES,
  Severity,
  Standard,
} from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { AreaScoreRow, AuditRow, EntityRow } from '../../../../database/tables';
import { nowPlus, toDbTime } from '../../../../database/time';
import { causesOf } from '../../../../findings/causesOf';
import { contributionOf } from '../../../../scorecards/Contribution';
import { writeFindings } from '../findings/writeFindings';
import { insertScoreChange } from '../history/insertScoreChange';
import { addToRollups } from '../scorecards/addToRollups';
import { Judged } from './readJudged';

/** Writes what was judged, with everything that follows from it. */
export async function writeJudgement(options: {
  tx: Knex;
  entityRef: string;
  audit: Audit;
  standard: Standard;
  /** What it rests on. */
  judged: Judged;
  /** Absent when the sources were not asked again. */
  sources?: { rulesHash: string; owner: string | null };
}): Promise<void> {
  const { tx, entityRef, standard, judged, sources } = options;
  const auditId = randomUUID();
  const audit: Audit = { ...options.audit, id: auditId };
  const counts = countFindings(audit);
  await writeDocument(tx, entityRef, { audit, auditId, judged, sources });
  await writeSummary(tx, entityRef, { audit, standard, counts, sources });
  const areas = await writeAreas(tx, entityRef, { audit, judged });
  const cameAndWent = await writeFindings({
    tx,
    entityRef,
    audit,
    auditId,
    standard,
    stored: judged.findings,
    now: judged.now,
    firstAudit: !judged.previous,
  });
  if (isChange(audit, counts, areas, judged)) {
    await insertScoreChange({
      tx,
      entityRef,
      audit,
      auditId,
      causes: causesOf({ ...judged, audit, sources }),
      findings: counts,
      areas,
      cameAndWent,
    });
  }
  await addToRollups({
    tx,
    entityRef,
    before: judged.rolledUp,
    after: contributionOf({ ...judged, audit, findings: counts }),
  });
}

function isChange(
  audit: Audit,
  counts: Record<Severity, number>,
  areas: ScoreChange['areas'],
  { previous }: Judged,
): boolean {
  return (
    !previous ||
    previous.score !== audit.overall.score ||
    previous.level !== audit.level ||
    areas.length > 0 ||
    SEVERITIES.some(
      severity => previous.findings[severity] !== counts[severity],
    )
  );
}

function countFindings(audit: Audit): Record<Severity, number> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const { severity } of audit.findings) {
    counts[severity]++;
  }
  return counts;
}

async function writeDocument(
  tx: Knex,
  entityRef: string,
  options: {
    audit: Audit;
    auditId: string;
    judged: Judged;
    sources?: { rulesHash: string; owner: string | null };
  },
): Promise<void> {
  const { audit, auditId, judged, sources } = options;
  const judgement = {
    audit_id: auditId,
    document: JSON.stringify(audit),
    standard_id: audit.standard.id,
    standard_version: audit.standard.version,
    judged_at: toDbTime(tx, judged.now),
  };
  if (!sources) {
    await tx<AuditRow>('audits')
      .where({ entity_ref: entityRef })
      .update(judgement);
    return;
  }
  await tx('audits')
    .insert({
      ...judgement,
      entity_ref: entityRef,
      revision: audit.revision,
      rules_hash: sources.rulesHash,
      owner: sources.owner,
      audited_at: nowPlus(tx),
      // Due dates were compared with the beginning of the audit.
      judged_at: toDbTime(tx, audit.startedAt),
      checked_at: nowPlus(tx),
    })
    .onConflict('entity_ref')
    .merge();
}

async function writeSummary(
  tx: Knex,
  entityRef: string,
  options: {
    audit: Audit;
    standard: Standard;
    counts: Record<Severity, number>;
    sources?: object;
  },
): Promise<void> {
  const { audit, standard, counts, sources } = options;
  await tx<EntityRow>('entities')
    .where({ entity_ref: entityRef })
    .update({
      ...audit.overall,
      level: audit.level,
      level_rank: standard.levels.findIndex(({ id }) => id === audit.level),
      verdicts: JSON.stringify(
        audit.verdicts.map(({ stage, verdict }) => ({ stage, verdict })),
      ),
      findings_critical: counts.critical,
      findings_high: counts.high,
      findings_medium: counts.medium,
      findings_low: counts.low,
      findings_rank: rankFindings(counts),
      ...(sources && { audited_at: nowPlus(tx) }),
      rejudge_at: null,
      rejudge_cause: null,
    });
}

/** One number that orders by critical, then high, medium and low; exact as long as each stays below 1,000. */
function rankFindings(counts: Record<Severity, number>): number {
  return [counts.critical, counts.high, counts.medium, counts.low].reduce(
    (rank, count) => rank * 1000 + Math.min(count, 999),
    0,
  );
}

/** Writes the areas that changed, and says what their scores were before. */
async function writeAreas(
  tx: Knex,
  entityRef: string,
  { audit, judged }: { audit: Audit; judged: Judged },
): Promise<ScoreChange['areas']> {
  const rows = audit.areas.map(
    (area, position): AreaScoreRow => ({
      entity_ref: entityRef,
      area_id: area.id,
      position,
      score: area.score,
      target: area.target,
      state: area.state,
    }),
  );
  const changed = rows.filter(row => {
    const before = judged.areas.get(row.area_id);
    return (
      !before ||
      before.position !== row.position ||
      before.score !== row.score ||
      before.target !== row.target ||
      before.state !== row.state
    );
  });
  if (changed.length) {
    await tx('area_scores')
      .insert(changed)
      .onConflict(['entity_ref', 'area_id'])
      .merge();
  }
  const ids = new Set(rows.map(row => row.area_id));
  const gone = [...judged.areas.keys()].filter(id => !ids.has(id));
  if (gone.length) {
    await tx<AreaScoreRow>('area_scores')
      .where({ entity_ref: entityRef })
      .whereIn('area_id', gone)
      .delete();
  }
  return changed
    .map(({ area_id: id, score: to }) => ({
      id,
      from: judged.areas.get(id)?.score ?? null,
      to,
    }))
    .filter(({ from, to }) => from !== to);
}
