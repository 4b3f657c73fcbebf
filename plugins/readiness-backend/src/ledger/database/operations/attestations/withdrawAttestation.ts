import { ConflictError } from '@backstage/errors';
import { Attestation } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { AttestationRow } from '../../../../database/tables';
import { nowPlus } from '../../../../database/time';
import { lockEntities } from '../audits/lockEntities';
import { markForJudging } from '../judging/markForJudging';
import { toAttestation } from './toAttestation';

/**
 * Takes back what was attested.
 *
 * @throws ConflictError when it no longer counts anyway.
 */
export async function withdrawAttestation(options: {
  tx: Knex;
  attestation: Pick<Attestation, 'id' | 'entityRef'>;
  comment: string | null;
  actor: string;
}): Promise<Attestation> {
  const { tx, attestation, comment, actor } = options;
  await lockEntities({ tx, entityRefs: [attestation.entityRef] });
  const [row]: AttestationRow[] = await tx('attestations')
    .where({ id: attestation.id, status: 'valid' })
    .update({
      status: 'withdrawn',
      ended_at: nowPlus(tx),
      ended_by: actor,
      end_reason: comment,
    })
    .returning('*');
  if (!row) {
    throw new ConflictError('The attestation no longer counts');
  }
  await markForJudging({
    cause: 'attestation',
    tx,
    waivers: [{ ...row, filter: null }],
  });
  return toAttestation(row);
}
