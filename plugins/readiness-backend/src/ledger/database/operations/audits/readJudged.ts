import { Knex } from 'knex';
import { AuditRow } from '../../../../database/tables';
import { DbTime, fromDbTime, nowPlus } from '../../../../database/time';
import { StoredFinding } from '../../../../findings/planTransitions';
import { readStoredFindings } from '../findings/readStoredFindings';

/** What is on record of an entity before it is judged (again). */
export interface Judged {
  /** The database's clock, ISO 8601. */
  now: string;
  firstAudit: boolean;
  /** By fingerprint. */
  findings: Map<string, StoredFinding>;
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
    now: fromDbTime(head.now),
    firstAudit: head.audited === null,
    findings: await readStoredFindings({ knex: tx, entityRef }),
  };
}
