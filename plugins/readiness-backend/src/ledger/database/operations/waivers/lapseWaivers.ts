import { Knex } from 'knex';
import { WaiverRow } from '../../../../database/tables';
import { nowPlus } from '../../../../database/time';
import { lockEntities } from '../audits/lockEntities';
import { endWaivers } from './endWaivers';

/** Few enough that the transaction stays short. */
const AT_ONCE = 100;

/**
 * Ends waivers whose time is over, by the clock of the database; their findings come back. Repeats until there are no
 * more, and says how many there were.
 */
export async function lapseWaivers(options: { knex: Knex }): Promise<number> {
  const { knex } = options;
  let total = 0;
  for (;;) {
    const lapsed = await knex.transaction(tx => lapseSome(tx));
    total += lapsed;
    if (lapsed < AT_ONCE) {
      return total;
    }
  }
}

async function lapseSome(tx: Knex): Promise<number> {
  const due: WaiverRow[] = await tx('waivers')
    .whereIn('status', ['pending', 'active'])
    .where('expires_at', '<=', nowPlus(tx))
    .orderBy('expires_at')
    .limit(AT_ONCE);
  await lockEntities({
    tx,
    entityRefs: [...new Set(due.flatMap(row => row.entity_ref ?? []))],
  });
  // Whoever was faster has ended some of them meanwhile.
  const lapsed: WaiverRow[] = await tx('waivers')
    .whereIn(
      'id',
      due.map(row => row.id),
    )
    .whereIn('status', ['pending', 'active'])
    .update({ status: 'lapsed', ended_at: nowPlus(tx) })
    .returning('*');
  const wereActive = new Set(
    due.filter(row => row.status === 'active').map(row => row.id),
  );
  await endWaivers({
    tx,
    waivers: lapsed.filter(row => wereActive.has(row.id)),
    actor: null,
    text: null,
  });
  return due.length;
}
