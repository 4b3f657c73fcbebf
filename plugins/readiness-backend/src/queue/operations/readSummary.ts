import { AuditState, QueueSummary } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { DbTime, fromDbTime, nowPlus } from '../../database/time';
import { applyFilter } from '../../ledger/database/operations/services/applyFilter';
import { Visibility } from '../../permissions/AuditAuthorizer';
import { stateSql } from '../stateSql';

interface SummaryRow {
  host: string;
  state: AuditState['status'];
  entities: number | string;
  due_at: DbTime | null;
  asleep_until: DbTime | null;
  asleep_reason: string | null;
}

/** How the queue stands, as far as its entities are visible: one statement. */
export async function readSummary(options: {
  knex: Knex;
  visibility: Visibility;
}): Promise<QueueSummary> {
  const { knex, visibility } = options;
  const standing = knex('queue')
    .join('entities', 'entities.entity_ref', 'queue.entity_ref')
    .modify(query => applyFilter(knex, query, { visibility, filter: {} }))
    .select(
      'queue.host',
      'queue.next_audit_at',
      knex.raw('? AS state', [stateSql(knex)]),
    )
    .as('standing');
  const rows: SummaryRow[] = await knex(standing)
    .leftJoin('source_hosts', join =>
      join
        .on('source_hosts.host', 'standing.host')
        .andOn('source_hosts.asleep_until', '>', nowPlus(knex)),
    )
    .groupBy('standing.host', 'state', 'asleep_until', 'asleep_reason')
    .orderBy('standing.host')
    .select(
      'standing.host',
      'state',
      'asleep_until',
      'asleep_reason',
      knex.raw('count(*) AS entities'),
      knex.raw(
        `min(CASE WHEN state = 'queued' THEN next_audit_at END) AS due_at`,
      ),
    );

  const states: QueueSummary['states'] = {
    queued: 0,
    running: 0,
    done: 0,
    failed: 0,
    'dead-letter': 0,
  };
  const hosts = new Map<string, QueueSummary['hosts'][number]>();
  for (const row of rows) {
    const entities = Number(row.entities);
    states[row.state] += entities;
    if (row.host === '') {
      continue;
    }
    const host = hosts.get(row.host) ?? {
      host: row.host,
      waiting: 0,
      running: 0,
      rateLimitedUntil: fromDbTime(row.asleep_until),
      reason: row.asleep_reason,
    };
    host.waiting += row.state === 'queued' ? entities : 0;
    host.running += row.state === 'running' ? entities : 0;
    hosts.set(row.host, host);
  }
  const due = rows.flatMap(row => fromDbTime(row.due_at) ?? []).sort();
  return { states, oldestDueAt: due[0] ?? null, hosts: [...hosts.values()] };
}
