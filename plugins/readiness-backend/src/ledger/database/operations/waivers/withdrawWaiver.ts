import { ConflictError } from '@backstage/errors';
import { Waiver } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { WaiverRow } from '../../../../database/tables';
import { nowPlus } from '../../../../database/time';
import { lockEntities } from '../audits/lockEntities';
import { endWaivers } from './endWaivers';
import { toWaiver } from './toWaiver';

/**
 * Ends a waiver before its time.
 *
 * @throws ConflictError when it has ended already.
 */
export async function withdrawWaiver(options: {
  tx: Knex;
  waiver: Pick<Waiver, 'id' | 'entityRef'>;
  comment: string | null;
  actor: string;
}): Promise<Waiver> {
  const { tx, waiver, comment, actor } = options;
  if (waiver.entityRef) {
    await lockEntities({ tx, entityRefs: [waiver.entityRef] });
  }
  const before = await tx<WaiverRow>('waivers')
    .where({ id: waiver.id })
    .first('status');
  const [row]: WaiverRow[] = await tx('waivers')
    .where({ id: waiver.id })
    .whereIn('status', ['pending', 'active'])
    .update({
      status: 'withdrawn',
      ended_by: actor,
      ended_at: nowPlus(tx),
      ...(comment !== null && { decision: comment }),
    })
    .returning('*');
  if (!row) {
    throw new ConflictError('The waiver has ended already');
  }
  if (before?.status === 'active') {
    await endWaivers({ tx, waivers: [row], actor, text: comment });
  }
  return toWaiver(row);
}
