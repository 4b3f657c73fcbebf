import { Audit, Finding } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { AuditRow } from '../../../../database/tables';
import { readStoredFindings } from '../findings/readStoredFindings';

/**
 * The last good audit of an entity, with what the ledger knows of its findings. The document itself cannot tell: it
 * was made before its new findings got their dates.
 */
export async function readAudit(options: {
  knex: Knex;
  entityRef: string;
}): Promise<Audit | null> {
  const { knex, entityRef } = options;
  const row = await knex<AuditRow>('audits')
    .where({ entity_ref: entityRef })
    .first('document');
  if (!row) {
    return null;
  }
  const audit: Audit = JSON.parse(row.document);
  const stored = await readStoredFindings({ knex, entityRef });
  const withRecord = ({ dueAt, ...finding }: Finding): Finding => {
    const known = stored.get(finding.fingerprint);
    return known
      ? {
          ...finding,
          state: known.state,
          firstSeenAt: known.firstSeenAt,
          ...(known.dueAt && { dueAt: known.dueAt }),
        }
      : finding;
  };
  return {
    ...audit,
    findings: audit.findings.map(withRecord),
    ...(audit.waived && { waived: audit.waived.map(withRecord) }),
  };
}
