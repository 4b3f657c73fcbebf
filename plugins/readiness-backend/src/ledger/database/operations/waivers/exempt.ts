import { randomUUID } from 'crypto';
import { FilterPredicate } from '@backstage/filter-predicates';
import { Severity, Standard, Waiver } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { readNow } from '../../../../database/readNow';
import { WaiverRow } from '../../../../database/tables';
import { toDbTime } from '../../../../database/time';
import { checkExpiry } from '../../../../findings/checkExpiry';
import { lockEntities } from '../audits/lockEntities';
import { startWaivers } from './startWaivers';
import { toWaiver } from './toWaiver';

/** Exempts an entity, or all that a filter selects, from a check or from the whole standard. */
export async function exempt(options: {
  tx: Knex;
  scope: { entityRef: string } | { filter: FilterPredicate };
  /** `null` for the whole standard. */
  check: { id: string; severity: Severity } | null;
  reason: string;
  expiresAt: string;
  author: string;
  standard: Standard;
  /** Severities for which somebody else has to approve; the whole standard counts as critical. */
  approvalFor: readonly Severity[];
}): Promise<Waiver> {
  const { tx, scope, check, standard } = options;
  const entityRef = 'entityRef' in scope ? scope.entityRef : null;
  if (entityRef) {
    await lockEntities({ tx, entityRefs: [entityRef] });
  }
  const now = await readNow(tx);
  const expiresAt = checkExpiry({
    kind: 'exemption',
    expiresAt: options.expiresAt,
    severity: check?.severity ?? 'low',
    standard,
    now,
  });
  const wanted: WaiverRow = {
    id: randomUUID(),
    kind: 'exemption',
    status: options.approvalFor.includes(check?.severity ?? 'critical')
      ? 'pending'
      : 'active',
    entity_ref: entityRef,
    finding_id: null,
    filter: 'filter' in scope ? JSON.stringify(scope.filter) : null,
    check_id: check?.id ?? null,
    severity: check?.severity ?? null,
    reason: options.reason,
    author: options.author,
    created_at: toDbTime(tx, now),
    expires_at: expiresAt && toDbTime(tx, expiresAt),
    decided_by: null,
    decided_at: null,
    decision: null,
    ended_by: null,
    ended_at: null,
  };
  const [row]: WaiverRow[] = await tx('waivers').insert(wanted).returning('*');
  if (row.status === 'active') {
    await startWaivers({ tx, waivers: [row] });
  }
  return toWaiver(row);
}
