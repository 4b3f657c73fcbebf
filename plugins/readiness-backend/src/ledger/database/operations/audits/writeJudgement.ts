import { randomUUID } from 'crypto';
import { Audit, Severity, Standard } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { AreaScoreRow, AuditRow, EntityRow } from '../../../../database/tables';
import { nowPlus, toDbTime } from '../../../../database/time';
import { writeFindings } from '../findings/writeFindings';
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
  await writeDocument(tx, entityRef, { audit, auditId, judged, sources });
  await writeSummary(tx, entityRef, { audit, standard, sources });
  await writeAreas(tx, entityRef, audit);
  await writeFindings({
    tx,
    entityRef,
    audit,
    auditId,
    standard,
    stored: judged.findings,
    now: judged.now,
    firstAudit: judged.firstAudit,
  });
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
  options: { audit: Audit; standard: Standard; sources?: object },
): Promise<void> {
  const { audit, standard, sources } = options;
  const count = (severity: Severity) =>
    audit.findings.filter(finding => finding.severity === severity).length;
  const counts = {
    critical: count('critical'),
    high: count('high'),
    medium: count('medium'),
    low: count('low'),
  };
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
    });
}

/** One number that orders by critical, then high, medium and low; exact as long as each stays below 1,000. */
function rankFindings(counts: Record<Severity, number>): number {
  return [counts.critical, counts.high, counts.medium, counts.low].reduce(
    (rank, count) => rank * 1000 + Math.min(count, 999),
    0,
  );
}

async function writeAreas(
  tx: Knex,
  entityRef: string,
  audit: Audit,
): Promise<void> {
  await tx<AreaScoreRow>('area_scores')
    .where({ entity_ref: entityRef })
    .delete();
  if (audit.areas.length) {
    await tx<AreaScoreRow>('area_scores').insert(
      audit.areas.map((area, position) => ({
        entity_ref: entityRef,
        area_id: area.id,
        position,
        score: area.score,
        target: area.target,
        state: area.state,
      })),
    );
  }
}
