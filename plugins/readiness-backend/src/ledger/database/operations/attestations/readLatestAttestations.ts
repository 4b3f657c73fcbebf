import { AssembleAuditOptions } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { AttestationRow } from '../../../../database/tables';
import { toAttestation } from './toAttestation';

/** The attestation of each check that counts, or has lapsed and was not made anew. */
export async function readLatestAttestations(options: {
  tx: Knex;
  entityRef: string;
}): Promise<NonNullable<AssembleAuditOptions['attestations']>> {
  const rows: AttestationRow[] = await options
    .tx('attestations')
    .where({ entity_ref: options.entityRef })
    .whereIn('status', ['valid', 'lapsed']);
  return new Map(rows.map(row => [row.check_id, toAttestation(row)]));
}
