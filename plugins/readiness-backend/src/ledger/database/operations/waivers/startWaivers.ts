import { FindingEventKind } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { FindingRow, WaiverRow } from '../../../../database/tables';
import { nowPlus } from '../../../../database/time';
import { whereIn } from '../../../../database/whereIn';
import { insertFindingEvents } from '../findings/insertFindingEvents';
import { markForJudging } from '../judging/markForJudging';

const EVENTS: Record<'accepted-risk' | 'false-positive', FindingEventKind> = {
  'accepted-risk': 'risk-accepted',
  'false-positive': 'marked-false-positive',
};

/** Waivers that have become active take effect: on their findings at once, on scores with the next judgement. */
export async function startWaivers(options: {
  tx: Knex;
  waivers: readonly WaiverRow[];
}): Promise<void> {
  const { tx, waivers } = options;
  const ids = waivers.flatMap(waiver => waiver.finding_id ?? []);
  const rows: FindingRow[] = await tx('findings').modify(query =>
    whereIn(tx, query, 'id', ids),
  );
  const findings = new Map(rows.map(row => [row.id, row]));
  for (const kind of ['accepted-risk', 'false-positive'] as const) {
    const started = waivers
      .filter(waiver => waiver.kind === kind)
      .flatMap(waiver => {
        const finding = findings.get(waiver.finding_id!);
        // A resolved finding stays so; the waiver counts when it comes back.
        return finding && finding.state !== 'resolved'
          ? [{ waiver, finding }]
          : [];
      });
    if (started.length) {
      await tx('findings')
        .modify(query =>
          whereIn(
            tx,
            query,
            'id',
            started.map(({ finding }) => finding.id),
          ),
        )
        .update({
          state: kind,
          updated_at: nowPlus(tx),
          version: tx.raw('version + 1'),
        });
      await insertFindingEvents({
        tx,
        events: started.map(({ waiver, finding }) => ({
          finding_id: finding.id,
          entity_ref: finding.entity_ref,
          kind: EVENTS[kind],
          actor: waiver.author,
          from_state: finding.state,
          to_state: kind,
          text: waiver.reason,
        })),
      });
    }
  }
  await markForJudging({ tx, waivers });
}
