import { Knex } from 'knex';
import { EntityRow } from '../../../../database/tables';
import { lockEntities } from '../audits/lockEntities';
import { addToRollups } from './addToRollups';

const AT_ONCE = 100;

/** Takes entities that have gone out of the sums, and says how many there were. */
export async function takeOutGone(options: { knex: Knex }): Promise<number> {
  const { knex } = options;
  let total = 0;
  for (;;) {
    const gone: string[] = await knex<EntityRow>('entities')
      .whereNotNull('gone_at')
      .whereNotNull('rolled_up')
      .limit(AT_ONCE)
      .pluck('entity_ref');
    for (const entityRef of gone) {
      await knex.transaction(async tx => {
        await lockEntities({ tx, entityRefs: [entityRef] });
        const row = await tx<EntityRow>('entities')
          .where({ entity_ref: entityRef })
          .whereNotNull('gone_at')
          .whereNotNull('rolled_up')
          .first('rolled_up');
        if (row?.rolled_up) {
          await addToRollups({
            tx,
            entityRef,
            before: JSON.parse(row.rolled_up),
            after: null,
          });
        }
      });
    }
    total += gone.length;
    if (gone.length < AT_ONCE) {
      return total;
    }
  }
}
