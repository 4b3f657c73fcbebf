import { Attestation } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { AttestationRow } from '../../../../database/tables';
import { toAttestation } from './toAttestation';

/** Older ones are not shown. */
const MOST = 500;

/** Everything that was ever attested of an entity, newest first. */
export async function listAttestations(options: {
  knex: Knex;
  entityRef: string;
}): Promise<Attestation[]> {
  const rows: AttestationRow[] = await options
    .knex('attestations')
    .where({ entity_ref: options.entityRef })
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(MOST);
  return rows.map(toAttestation);
}
