import { Exemption } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { EntityRow, WaiverRow } from '../../../../database/tables';
import { fromDbTime, nowPlus } from '../../../../database/time';
import {
  FILTER_COLUMNS,
  matchesFilter,
} from '../../../../findings/exemptionFilter';

/** What is waived for one entity at this moment, by the clock of the database. */
export interface ActiveWaivers {
  /** Kinds of waivers of findings, by id of the finding. */
  findings: Map<string, 'accepted-risk' | 'false-positive'>;
  exemptions: Exemption[];
}

/** Reads what is waived for an entity. */
export async function readActiveWaivers(options: {
  tx: Knex;
  entityRef: string;
}): Promise<ActiveWaivers> {
  const { tx, entityRef } = options;
  const rows: WaiverRow[] = await tx('waivers')
    .where('status', 'active')
    .where(query =>
      query.where('entity_ref', entityRef).orWhereNull('entity_ref'),
    )
    .where(query =>
      query.whereNull('expires_at').orWhere('expires_at', '>', nowPlus(tx)),
    )
    .orderBy(['created_at', 'id']);
  const entity = rows.some(row => row.filter !== null)
    ? await tx<EntityRow>('entities')
        .where({ entity_ref: entityRef })
        .first(...FILTER_COLUMNS)
    : undefined;
  return {
    findings: new Map(
      rows.flatMap(({ finding_id: id, kind }) =>
        id !== null && kind !== 'exemption' ? [[id, kind]] : [],
      ),
    ),
    exemptions: rows
      .filter(
        row =>
          row.kind === 'exemption' &&
          (row.filter === null ||
            (entity && matchesFilter(entity, JSON.parse(row.filter)))),
      )
      .map(row => ({
        check: row.check_id,
        reason: row.reason,
        expiresAt: fromDbTime(row.expires_at),
      })),
  };
}
