import { Knex } from 'knex';
import { AuditRow } from '../../../../database/tables';
import { DbTime, fromDbTime, nowPlus } from '../../../../database/time';
import { findingId } from '../../../../findings/findingId';
import { StoredFinding } from '../../../../findings/planTransitions';
import { AuditKnowledge } from '../../../AuditLedger';
import { readLatestAttestations } from '../attestations/readLatestAttestations';
import { readStoredFindings } from '../findings/readStoredFindings';
import { ActiveWaivers, readActiveWaivers } from '../waivers/readActiveWaivers';

/** What is on record of an entity before it is judged (again). */
export interface Judged {
  entityRef: string;
  /** The database's clock, ISO 8601. */
  now: string;
  firstAudit: boolean;
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
  const [head]: { now: DbTime; audited: string | null }[] = await tx.select(
    tx.raw('? as now', [nowPlus(tx)]),
    tx<AuditRow>('audits')
      .where('entity_ref', entityRef)
      .select('entity_ref')
      .as('audited'),
  );
  return {
    entityRef,
    now: fromDbTime(head.now),
    firstAudit: head.audited === null,
    findings: await readStoredFindings({ knex: tx, entityRef }),
    waivers: await readActiveWaivers({ tx, entityRef }),
    attestations: await readLatestAttestations({ tx, entityRef }),
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
