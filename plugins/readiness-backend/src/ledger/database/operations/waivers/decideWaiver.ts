import { ConflictError } from '@backstage/errors';
import { Waiver } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { WaiverRow } from '../../../../database/tables';
import { nowPlus } from '../../../../database/time';
import { lockEntities } from '../audits/lockEntities';
import { startWaivers } from './startWaivers';
import { toWaiver } from './toWaiver';

/**
 * Approves or rejects a waiver that waits for it.
 *
 * @throws ConflictError when it does not wait, or when the author decides about the own wish.
 */
export async function decideWaiver(options: {
  tx: Knex;
  waiver: Pick<Waiver, 'id' | 'entityRef' | 'author'>;
  approve: boolean;
  comment: string | null;
  actor: string;
}): Promise<Waiver> {
  const { tx, waiver, approve, comment, actor } = options;
  if (waiver.author === actor) {
    throw new ConflictError('A waiver is approved by somebody else');
  }
  if (waiver.entityRef) {
    await lockEntities({ tx, entityRefs: [waiver.entityRef] });
  }
  const [row]: WaiverRow[] = await tx('waivers')
    .where({ id: waiver.id, status: 'pending' })
    .where(query =>
      query.whereNull('expires_at').orWhere('expires_at', '>', nowPlus(tx)),
    )
    .update({
      status: approve ? 'active' : 'rejected',
      decided_by: actor,
      decided_at: nowPlus(tx),
      decision: comment,
    })
    .returning('*');
  if (!row) {
    throw new ConflictError('The waiver does not wait for approval');
  }
  if (approve) {
    await startWaivers({ tx, waivers: [row] });
  }
  return toWaiver(row);
}
