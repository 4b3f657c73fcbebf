import { randomUUID } from 'crypto';
import { Knex } from 'knex';
import { lockFreeRows, lockRows } from '../../database/lockRows';
import { QueueRow, SourceHostRow } from '../../database/tables';
import { nowPlus, nowPlusSql, secondsUntil } from '../../database/time';
import { whereIn } from '../../database/whereIn';
import { AuditGroup } from '../AuditRun';
import { HostBudget } from '../hosts/HostBudgets';

/** What a host has not used of its budget may be used later, but no more than this. */
const BURST_SECONDS = 10;
const MOST_RIDERS = 500;

type Claimed = Pick<
  QueueRow,
  'entity_ref' | 'attempts' | 'repository' | 'interval_seconds'
>;

/**
 * Draws a ticket for the entities of a host whose turn it is and pushes their times forward; that push is the lease.
 * Entities that live in the same repository and are due soon ride along: they share one reading of it.
 *
 * On PostgreSQL the row of the host is locked first, so that replicas count what is running one after the other, and
 * never begin the same repository twice. Rows of the queue that somebody else holds are skipped.
 */
export async function claimRuns(options: {
  knex: Knex;
  host: string;
  budget: HostBudget;
  /** Repositories. */
  limit: number;
  /** Those that come after others, on other hosts, stay. */
  maxPriority: number;
  leaseSeconds: number;
}): Promise<AuditGroup[]> {
  const { knex, host, maxPriority, leaseSeconds } = options;
  return knex.transaction(async tx => {
    const { slots, debtSeconds } = await countSlots(tx, options);
    if (slots < 1) {
      return [];
    }
    const heads = await selectHeads(tx, { host, maxPriority, limit: slots });
    if (!heads.length) {
      return [];
    }
    const riders = await selectRiders(tx, heads);

    const ticket = randomUUID();
    const refs = [...heads, ...riders].map(row => row.entity_ref);
    await tx<QueueRow>('queue')
      .modify(query => whereIn(tx, query, 'entity_ref', refs))
      .update({
        ticket,
        turn: null,
        started_at: nowPlus(tx),
        next_audit_at: nowPlus(tx, leaseSeconds),
        requested_at: null,
      });
    const groups = groupByRepository([...heads, ...riders], host, ticket);
    await tx<SourceHostRow>('source_hosts')
      .where({ host })
      .update({
        claimed_at: nowPlus(tx),
        ...(options.budget.perMinute && {
          slot_at: nowPlus(
            tx,
            debtSeconds + (groups.length * 60) / options.budget.perMinute,
          ),
        }),
      });
    return groups;
  });
}

/** How many repositories may be begun now, and how many seconds of the budget are used already. */
async function countSlots(
  tx: Knex,
  options: { host: string; budget: HostBudget; limit: number },
): Promise<{ slots: number; debtSeconds: number }> {
  const { host, budget, limit } = options;
  if (budget.concurrency === Number.POSITIVE_INFINITY && !budget.perMinute) {
    return { slots: limit, debtSeconds: 0 };
  }
  const locked: { debt: number | null; asleep: number | null } | undefined =
    await tx('source_hosts')
      .where({ host })
      .modify(query => lockRows(tx, query))
      .first(
        tx.raw('? AS debt', [secondsUntil(tx, 'slot_at')]),
        tx.raw('? AS asleep', [secondsUntil(tx, 'asleep_until')]),
      );
  if (!locked || Number(locked.asleep) > 0) {
    return { slots: 0, debtSeconds: 0 };
  }
  const [{ running }] = await tx('queue')
    .where({ host })
    .whereNotNull('ticket')
    .where('next_audit_at', '>', nowPlus(tx))
    .countDistinct({ running: 'repository' });
  const debtSeconds = Math.max(0, Number(locked.debt));
  const affordable = budget.perMinute
    ? Math.floor(
        Math.max(1, (BURST_SECONDS * budget.perMinute) / 60) -
          (debtSeconds * budget.perMinute) / 60,
      )
    : limit;
  return {
    slots: Math.min(limit, budget.concurrency - Number(running), affordable),
    debtSeconds,
  };
}

/** Those whose turn it is, without repositories that somebody is reading. */
function selectHeads(
  tx: Knex,
  options: { host: string; maxPriority: number; limit: number },
): Promise<Claimed[]> {
  const { host, maxPriority, limit } = options;
  return tx<QueueRow>('queue')
    .where({ host })
    .whereNotNull('turn')
    .where('priority', '<=', maxPriority)
    .whereNotExists(
      tx({ busy: 'queue' })
        .where('busy.host', host)
        .whereRaw('busy.repository = queue.repository')
        .whereNotNull('busy.ticket')
        .where('busy.next_audit_at', '>', nowPlus(tx))
        .select('busy.entity_ref'),
    )
    .orderBy(['priority', 'turn', 'entity_ref'])
    .limit(limit)
    .modify(query => lockFreeRows(tx, query))
    .select('entity_ref', 'attempts', 'repository', 'interval_seconds');
}

/**
 * Others of the same repositories that are due within half of their interval. Together once, they stay together: they
 * get the same next time. Those that wait after a failure wait on.
 */
async function selectRiders(tx: Knex, heads: Claimed[]): Promise<Claimed[]> {
  const repositories = heads.flatMap(({ repository }) => repository ?? []);
  if (!repositories.length) {
    return [];
  }
  return tx<QueueRow>('queue')
    .modify(query => {
      whereIn(tx, query, 'repository', repositories);
      lockFreeRows(tx, query);
    })
    .whereNotIn(
      'entity_ref',
      heads.map(row => row.entity_ref),
    )
    .whereNull('ticket')
    .whereNull('dead_at')
    .where(soon =>
      soon
        .whereNotNull('turn')
        .orWhere(early =>
          early
            .where('attempts', 0)
            .where(
              'next_audit_at',
              '<=',
              nowPlusSql(tx, tx.raw('interval_seconds / 2')),
            ),
        ),
    )
    .orderBy(['next_audit_at', 'entity_ref'])
    .limit(MOST_RIDERS)
    .select('entity_ref', 'attempts', 'repository', 'interval_seconds');
}

function groupByRepository(
  claimed: Claimed[],
  host: string,
  ticket: string,
): AuditGroup[] {
  const groups = new Map<string, AuditGroup & { spread: number }>();
  for (const row of claimed) {
    const key = row.repository ?? row.entity_ref;
    const group = groups.get(key) ?? {
      host,
      runs: [],
      // A tenth more or less, so that what came together is spread over the interval.
      spread: 0.9 + 0.2 * Math.random(),
    };
    group.runs.push({
      entityRef: row.entity_ref,
      ticket,
      attempts: row.attempts,
      nextInSeconds: row.interval_seconds * group.spread,
    });
    groups.set(key, group);
  }
  return [...groups.values()].map(({ host: of, runs }) => ({ host: of, runs }));
}
