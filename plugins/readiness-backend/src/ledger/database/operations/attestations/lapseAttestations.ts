import { Knex } from 'knex';
import { AttestationRow } from '../../../../database/tables';
import { nowPlus } from '../../../../database/time';
import { markForJudging } from '../judging/markForJudging';

/** Ends attestations whose time is over, by the clock of the database, and says how many there were. */
export async function lapseAttestations(options: {
  knex: Knex;
}): Promise<number> {
  return options.knex.transaction(async tx => {
    const rows: AttestationRow[] = await tx('attestations')
      .where('status', 'valid')
      .where('expires_at', '<=', nowPlus(tx))
      .update({ status: 'lapsed' })
      .returning('*');
    await markForJudging({
      cause: 'attestation',
      tx,
      waivers: rows.map(row => ({ ...row, filter: null })),
    });
    return rows.length;
  });
}
