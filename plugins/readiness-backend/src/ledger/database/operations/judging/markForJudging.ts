import { FilterPredicate } from '@backstage/filter-predicates';
import { Knex } from 'knex';
import { chunk } from '../../../../database/chunk';
import { EntityRow, WaiverRow } from '../../../../database/tables';
import { nowPlus } from '../../../../database/time';
import { whereIn } from '../../../../database/whereIn';
import {
  FILTER_COLUMNS,
  matchesFilter,
} from '../../../../findings/exemptionFilter';

const ROWS_PER_STATEMENT = 500;

/** Remembers that the audits of all entities that waivers touch no longer say what they would. */
export async function markForJudging(options: {
  tx: Knex;
  waivers: readonly Pick<WaiverRow, 'entity_ref' | 'filter'>[];
  cause?: 'waiver' | 'attestation';
}): Promise<void> {
  const { tx, waivers, cause = 'waiver' } = options;
  const entityRefs = new Set(
    waivers.flatMap(waiver => waiver.entity_ref ?? []),
  );
  const filters = waivers.flatMap(({ filter }): FilterPredicate[] =>
    filter === null ? [] : [JSON.parse(filter)],
  );
  if (filters.length) {
    const rows = await tx<EntityRow>('entities')
      .whereNotNull('audited_at')
      .select(...FILTER_COLUMNS);
    rows
      .filter(row => filters.some(filter => matchesFilter(row, filter)))
      .forEach(row => entityRefs.add(row.entity_ref));
  }
  for (const part of chunk([...entityRefs].sort(), ROWS_PER_STATEMENT)) {
    await tx<EntityRow>('entities')
      .modify(query => whereIn(tx, query, 'entity_ref', part))
      .whereNotNull('audited_at')
      .update({ rejudge_at: nowPlus(tx), rejudge_cause: cause });
  }
}
