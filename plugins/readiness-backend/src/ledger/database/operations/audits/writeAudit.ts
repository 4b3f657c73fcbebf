import { randomUUID } from 'crypto';
import { Audit, Severity, Standard } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import {
  AreaScoreRow,
  CollectorResultsRow,
  EntityRow,
} from '../../../../database/tables';
import { nowPlus, toDbTime } from '../../../../database/time';
import { completeRun } from '../../../../queue/operations/completeRun';
import { StoredFinding } from '../../../../findings/planTransitions';
import { AuditKnowledge, AuditToWrite, Collection } from '../../../AuditLedger';
import { writeFindings } from '../findings/writeFindings';
import { lockEntities } from './lockEntities';
import { readJudged } from './readJudged';

/** Judges and writes an audit with everything that follows from it in one transaction, if the ticket is still valid. */
export async function writeAudit(
  options: AuditToWrite & { knex: Knex; nextInSeconds: number },
): Promise<boolean> {
  const { knex, run, nextInSeconds, standard } = options;
  return knex.transaction(async tx => {
    if (!(await completeRun({ tx, run, nextInSeconds }))) {
      return false;
    }
    const { entityRef } = run;
    await lockEntities({ tx, entityRefs: [entityRef] });
    const judged = await readJudged({ tx, entityRef });
    const auditId = randomUUID();
    const audit: Audit = {
      ...options.assemble({ knownFindings: clocksOf(judged.findings) }),
      id: auditId,
    };
    await writeDocument(tx, entityRef, { ...options, audit, auditId });
    await writeSummary(tx, entityRef, audit, standard);
    await writeAreas(tx, entityRef, audit);
    await writeCollections(tx, entityRef, options);
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
    return true;
  });
}

function clocksOf(
  findings: ReadonlyMap<string, StoredFinding>,
): AuditKnowledge['knownFindings'] {
  return new Map(
    [...findings]
      .filter(([, { keepsClock }]) => keepsClock)
      .map(([fingerprint, { firstSeenAt, dueAt }]) => [
        fingerprint,
        { firstSeenAt, ...(dueAt && { dueAt }) },
      ]),
  );
}

async function writeDocument(
  tx: Knex,
  entityRef: string,
  options: {
    audit: Audit;
    auditId: string;
    rulesHash: string;
    owner: string | null;
  },
): Promise<void> {
  const { audit, auditId, rulesHash, owner } = options;
  await tx('audits')
    .insert({
      entity_ref: entityRef,
      audit_id: auditId,
      revision: audit.revision,
      document: JSON.stringify(audit),
      standard_id: audit.standard.id,
      standard_version: audit.standard.version,
      rules_hash: rulesHash,
      owner,
      audited_at: nowPlus(tx),
      judged_at: toDbTime(tx, audit.startedAt),
      checked_at: nowPlus(tx),
    })
    .onConflict('entity_ref')
    .merge();
}

async function writeSummary(
  tx: Knex,
  entityRef: string,
  audit: Audit,
  standard: Standard,
): Promise<void> {
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
      audited_at: nowPlus(tx),
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

async function writeCollections(
  tx: Knex,
  entityRef: string,
  options: { collectorIds: string[]; newCollections: Collection[] },
): Promise<void> {
  await tx<CollectorResultsRow>('collector_results')
    .where({ entity_ref: entityRef })
    .whereNotIn('collector_id', options.collectorIds)
    .delete();
  for (const collection of options.newCollections) {
    await tx('collector_results')
      .insert({
        entity_ref: entityRef,
        collector_id: collection.collectorId,
        version: collection.version,
        metadata_hash: collection.metadataHash,
        revision: collection.revision,
        source: collection.source,
        results: JSON.stringify(collection.results),
        skipped: JSON.stringify(collection.skipped),
        collected_at: nowPlus(tx),
      })
      .onConflict(['entity_ref', 'collector_id'])
      .merge();
  }
}
