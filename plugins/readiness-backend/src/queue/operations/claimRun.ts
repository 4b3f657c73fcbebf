import { randomUUID } from 'crypto';
import { Knex } from 'knex';
import { QueueRow } from '../../database/tables';
import { isPostgres, nowPlus } from '../../database/time';
import { AuditRun } from '../AuditRun';

/**
 * Draws a ticket for the first due entity and pushes its time forward; that push is the lease.
 *
 * On PostgreSQL the row is locked until the push is committed and other replicas skip it, so no two of them draw the
 * same. SQLite has one writer, hence nothing to lock.
 */
export async function claimRun(options: {
  knex: Knex;
  leaseSeconds: number;
}): Promise<AuditRun | undefined> {
  const { knex, leaseSeconds } = options;
  return knex.transaction(async tx => {
    const due = await tx<QueueRow>('queue')
      .where('next_audit_at', '<=', nowPlus(tx))
      .orderBy(['priority', 'next_audit_at', 'entity_ref'])
      .select('entity_ref', 'attempts')
      .first()
      .modify(query => {
        if (isPostgres(tx)) {
          query.forUpdate().skipLocked();
        }
      });
    if (!due) {
      return undefined;
    }
    const ticket = randomUUID();
    await tx<QueueRow>('queue')
      .where({ entity_ref: due.entity_ref })
      .update({
        ticket,
        started_at: nowPlus(tx),
        next_audit_at: nowPlus(tx, leaseSeconds),
        requested_at: null,
      });
    return { entityRef: due.entity_ref, ticket, attempts: due.attempts };
  });
}
