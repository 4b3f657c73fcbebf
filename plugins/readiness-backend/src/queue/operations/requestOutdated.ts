import { Knex } from 'knex';
import { AuditRow, QueueRow } from '../../database/tables';
import { nowPlus } from '../../database/time';
import { PRIORITY } from '../priorities';

/**
 * Makes entities due now that were judged by other rules than these: scores of different rules are not comparable. An
 * entity that is running stays as it is; the run either writes with these rules, or belongs to a replica of an older
 * version and is found at the next start.
 */
export async function requestOutdated(options: {
  knex: Knex;
  rulesHash: string;
}): Promise<number> {
  const { knex, rulesHash } = options;
  return knex<QueueRow>('queue')
    .whereNull('ticket')
    .where(waits =>
      waits
        .where('next_audit_at', '>', nowPlus(knex))
        .orWhereNotNull('dead_at'),
    )
    .whereIn(
      'entity_ref',
      knex<AuditRow>('audits')
        .whereNot('rules_hash', rulesHash)
        .select('entity_ref'),
    )
    .update({
      next_audit_at: nowPlus(knex),
      priority: PRIORITY.backlog,
      attempts: knex.raw('CASE WHEN dead_at IS NULL THEN attempts ELSE 0 END'),
      dead_at: null,
    });
}
