import { Severity } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { AreaScoreRow, AuditRow, EntityRow } from '../../../../database/tables';
import { DbTime, fromDbTime, nowPlus } from '../../../../database/time';
import { PreviousAudit } from '../../../../findings/causesOf';
import { findingId } from '../../../../findings/findingId';
import { StoredFinding } from '../../../../findings/planTransitions';
import { Contribution } from '../../../../scorecards/Contribution';
import { AuditKnowledge } from '../../../AuditLedger';
import { readLatestAttestations } from '../attestations/readLatestAttestations';
import { readStoredFindings } from '../findings/readStoredFindings';
import { ActiveWaivers, readActiveWaivers } from '../waivers/readActiveWaivers';

/** What the services list shows of the audit before. */
interface PreviousSummary {
  score: number | null;
  level: string | null;
  findings: Record<Severity, number>;
}

type Head = EntityRow &
  (
    | { audit_id: null }
    | (Pick<
        AuditRow,
        'audit_id' | 'revision' | 'rules_hash' | 'standard_version'
      > & { audit_owner: string | null })
  ) & { now: DbTime };

/** What is on record of an entity before it is judged (again). */
export interface Judged {
  entityRef: string;
  /** The database's clock, ISO 8601. */
  now: string;
  /** Absent before the first audit. */
  previous: (PreviousAudit & PreviousSummary) | undefined;
  /** Scores before, by area. */
  areas: Map<string, AreaScoreRow>;
  /** What was decided since then and is not judged yet. */
  decided: EntityRow['rejudge_cause'];
  owner: string | null;
  system: string | null;
  /** What the entity has put into the daily sums. */
  rolledUp: Contribution | null;
  /** By fingerprint. */
  findings: Map<string, StoredFinding>;
  waivers: ActiveWaivers;
  attestations: NonNullable<AuditKnowledge['attestations']>;
}

/** Read in the transaction that writes the next audit, after `lockEntities`: what people decide must not get lost. */
export async function readJudged(options: {
  tx: Knex;
  entityRef: string;
}): Promise<Judged> {
  const { tx, entityRef } = options;
  const head: Head = await tx('entities')
    .leftJoin('audits', 'audits.entity_ref', 'entities.entity_ref')
    .where('entities.entity_ref', entityRef)
    .first(
      'entities.*',
      tx.raw('? as now', [nowPlus(tx)]),
      'audits.audit_id',
      'audits.revision',
      'audits.rules_hash',
      'audits.standard_version',
      'audits.owner as audit_owner',
    );
  const areas: AreaScoreRow[] = await tx('area_scores').where({
    entity_ref: entityRef,
  });
  return {
    entityRef,
    now: fromDbTime(head.now),
    previous: previousOf(head),
    areas: new Map(areas.map(row => [row.area_id, row])),
    decided: head.rejudge_cause,
    owner: head.owner,
    system: head.system,
    rolledUp: head.rolled_up === null ? null : JSON.parse(head.rolled_up),
    findings: await readStoredFindings({ knex: tx, entityRef }),
    waivers: await readActiveWaivers({ tx, entityRef }),
    attestations: await readLatestAttestations({ tx, entityRef }),
  };
}

function previousOf(head: Head): Judged['previous'] {
  return head.audit_id === null
    ? undefined
    : {
        revision: head.revision,
        rulesHash: head.rules_hash,
        standardVersion: head.standard_version,
        owner: head.audit_owner,
        score: head.score,
        level: head.level,
        findings: {
          critical: head.findings_critical,
          high: head.findings_high,
          medium: head.findings_medium,
          low: head.findings_low,
        },
      };
}

/** What of it the audit is made from. */
export function knowledgeOf(judged: Judged): AuditKnowledge {
  const { entityRef, findings, waivers, attestations } = judged;
  return {
    knownFindings: new Map(
      [...findings].map(([fingerprint, finding]) => {
        const { keepsClock, firstSeenAt, dueAt } = finding;
        const state = waivers.findings.get(findingId(entityRef, fingerprint));
        return [
          fingerprint,
          {
            ...(keepsClock && { firstSeenAt, ...(dueAt && { dueAt }) }),
            ...(state && { state }),
          },
        ];
      }),
    ),
    exemptions: waivers.exemptions,
    attestations,
  };
}
