import { Knex } from 'knex';
import { FindingRow, WaiverRow } from '../../../../database/tables';
import { nowPlus } from '../../../../database/time';
import { whereIn } from '../../../../database/whereIn';
import { insertFindingEvents } from '../findings/insertFindingEvents';
import { markForJudging } from '../judging/markForJudging';

/** What follows when waivers that were active have ended: their findings come back, and all they touched is judged anew. */
export async function endWaivers(options: {
  tx: Knex;
  waivers: readonly WaiverRow[];
  /** Who ended them, `null` for the passing of time. */
  actor: string | null;
  text: string | null;
}): Promise<void> {
  const { tx, waivers, actor, text } = options;
  const ids = waivers.flatMap(waiver => waiver.finding_id ?? []);
  const rows: FindingRow[] = await tx('findings')
    .modify(query => whereIn(tx, query, 'id', ids))
    .modify(query =>
      whereIn(tx, query, 'state', ['accepted-risk', 'false-positive']),
    );
  if (rows.length) {
    await tx('findings')
      .modify(query =>
        whereIn(
          tx,
          query,
          'id',
          rows.map(row => row.id),
        ),
      )
      .update({
        state: 'reopened',
        updated_at: nowPlus(tx),
        version: tx.raw('version + 1'),
      });
    await insertFindingEvents({
      tx,
      events: rows.map(row => ({
        finding_id: row.id,
        entity_ref: row.entity_ref,
        kind: actor === null ? 'waiver-lapsed' : 'waiver-ended',
        actor,
        from_state: row.state,
        to_state: 'reopened',
        text,
      })),
    });
  }
  await markForJudging({ tx, waivers });
}
