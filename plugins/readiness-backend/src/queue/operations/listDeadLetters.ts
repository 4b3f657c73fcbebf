import { RetryRequest } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { whereIn } from '../../database/whereIn';
import { applyFilter } from '../../ledger/database/operations/services/applyFilter';
import { Visibility } from '../../permissions/AuditAuthorizer';

/** References of the dead letters that a caller may see, those that lie longest first. */
export async function listDeadLetters(
  options: { knex: Knex; visibility: Visibility } & RetryRequest,
): Promise<string[]> {
  const { knex, visibility, host, owner } = options;
  return knex('queue')
    .join('entities', 'entities.entity_ref', 'queue.entity_ref')
    .whereNotNull('queue.dead_at')
    .modify(query => {
      applyFilter(knex, query, { visibility, filter: { owner } });
      if (host?.length) {
        whereIn(knex, query, 'queue.host', host);
      }
    })
    .orderBy(['queue.dead_at', 'queue.entity_ref'])
    .pluck('queue.entity_ref');
}
