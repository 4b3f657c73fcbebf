import { Waiver } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { WaiverRow } from '../../../../database/tables';
import { toWaiver } from './toWaiver';

/** A waiver, `undefined` for one that is unknown. */
export async function readWaiver(options: {
  knex: Knex;
  id: string;
}): Promise<Waiver | undefined> {
  const row = await options
    .knex<WaiverRow>('waivers')
    .where({ id: options.id })
    .first();
  return row && toWaiver(row as WaiverRow);
}
