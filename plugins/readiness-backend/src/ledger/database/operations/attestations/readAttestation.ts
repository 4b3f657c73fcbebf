import { Attestation } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { AttestationRow } from '../../../../database/tables';
import { toAttestation } from './toAttestation';

/** An attestation, `undefined` for one that is unknown. */
export async function readAttestation(options: {
  knex: Knex;
  id: string;
}): Promise<Attestation | undefined> {
  const row: AttestationRow | undefined = await options
    .knex('attestations')
    .where({ id: options.id })
    .first();
  return row && toAttestation(row);
}
