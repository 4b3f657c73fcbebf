import { Knex } from 'knex';
import { nowPlus } from '../../database/time';

/** A host with due entities. */
export interface ClaimableHost {
  host: string;
  /** Best priority among its due entities. */
  priority: number;
  /** Repositories that are being read from it, by all replicas. */
  running: number;
}

/** Hosts that are awake and have due entities: by priority, and among equals whoever has waited longest. */
export async function listClaimableHosts(options: {
  knex: Knex;
}): Promise<ClaimableHost[]> {
  const { knex } = options;
  const now = nowPlus(knex);
  const rows: {
    host: string;
    priority: number | null;
    running: number | string;
  }[] = await knex('source_hosts')
    .where(awake =>
      awake.whereNull('asleep_until').orWhere('asleep_until', '<=', now),
    )
    .orderByRaw('claimed_at IS NOT NULL, claimed_at, host')
    .select(
      'host',
      knex.raw(
        `(SELECT min(priority) FROM queue
          WHERE queue.host = source_hosts.host AND queue.turn IS NOT NULL) AS priority`,
      ),
      knex.raw(
        `(SELECT count(DISTINCT repository) FROM queue
          WHERE queue.host = source_hosts.host AND queue.ticket IS NOT NULL AND queue.next_audit_at > ?) AS running`,
        [now],
      ),
    );
  return rows
    .flatMap(({ host, priority, running }) =>
      priority === null ? [] : { host, priority, running: Number(running) },
    )
    .sort((a, b) => a.priority - b.priority);
}
