import { Audit } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { AuditRow } from '../../../../database/tables';
import { readKnownFindings } from '../findings/readKnownFindings';

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
  const known = await readKnownFindings({ knex, entityRef });
  return {
    ...audit,
    findings: audit.findings.map(({ dueAt, ...finding }) => ({
      ...finding,
      ...known.get(finding.fingerprint),
    })),
  };
}
