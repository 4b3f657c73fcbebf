import { AuditState } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { AuditGroup, AuditRun } from './AuditRun';
import { backoffSeconds } from './backoff';
import { HostBudgets } from './hosts/HostBudgets';
import { admitDue } from './operations/admitDue';
import { claimRuns } from './operations/claimRuns';
import { expireLeases } from './operations/expireLeases';
import { failRun } from './operations/failRun';
import { handBackRuns } from './operations/handBackRuns';
import { listClaimableHosts } from './operations/listClaimableHosts';
import { readState } from './operations/readState';
import { releaseTickets } from './operations/releaseTickets';
import { renewLeases } from './operations/renewLeases';
import { requestOutdated } from './operations/requestOutdated';
import { requestRuns } from './operations/requestRuns';
import { sleepHost } from './operations/sleepHost';
import { Priority, PRIORITY } from './priorities';

const LOWEST = Math.max(...Object.values(PRIORITY));

/** Who is due, and who works on it. */
export class AuditQueue {
  /** How long a dead worker keeps its entity. */
  static readonly LEASE_SECONDS = 60;

  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly options: {
      knex: Knex;
      budgets: HostBudgets;
      maxAttempts: number;
      staleAfterSeconds: number;
    },
  ) {}

  /** Calls back when something may have become due in this process. */
  onDue(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** Tells the workers of this process to look; those of other replicas poll. */
  nudge(): void {
    this.listeners.forEach(listener => listener());
  }

  /** Once at the start: takes back what a dead process left, and makes due what other rules have judged. */
  async resume({ rulesHash }: { rulesHash: string }): Promise<void> {
    await releaseTickets(this.options);
    await requestOutdated({ ...this.options, rulesHash });
  }

  /** Takes up to `limit` repositories: by priority, and among equals from each host in turn. */
  async claim(limit: number): Promise<AuditGroup[]> {
    const { budgets } = this.options;
    await expireLeases(this.options);
    await admitDue(this.options);
    const hosts = (await listClaimableHosts(this.options)).filter(
      ({ host, running }) => running < budgets.of(host).concurrency,
    );

    const groups: AuditGroup[] = [];
    for (const [index, { host, priority }] of hosts.entries()) {
      const free = limit - groups.length;
      if (free < 1) {
        break;
      }
      const rest = hosts.slice(index);
      const equals = rest.filter(other => other.priority === priority).length;
      groups.push(
        ...(await claimRuns({
          ...this.options,
          host,
          budget: budgets.of(host),
          limit: Math.ceil(free / equals),
          maxPriority: rest[1]?.priority ?? LOWEST,
          leaseSeconds: AuditQueue.LEASE_SECONDS,
        })),
      );
    }
    return groups;
  }

  /** @returns those that are still this worker's. */
  renew(runs: readonly AuditRun[]): Promise<AuditRun[]> {
    return renewLeases({
      ...this.options,
      runs,
      leaseSeconds: AuditQueue.LEASE_SECONDS,
    });
  }

  fail(run: AuditRun, message: string): Promise<void> {
    return failRun({
      ...this.options,
      run,
      message,
      retryInSeconds: backoffSeconds({
        attempts: run.attempts + 1,
        intervalSeconds: run.nextInSeconds,
      }),
    });
  }

  handBack(runs: readonly AuditRun[]): Promise<void> {
    return handBackRuns({ ...this.options, runs });
  }

  /** Nothing is read from the host for as long as it asked for. */
  sleep(
    host: string,
    options: { seconds?: number; reason: string },
  ): Promise<void> {
    return sleepHost({ ...this.options, ...options, host });
  }

  /** Makes entities due. Asking twice is the same as asking once. */
  async request(
    entityRefs: string[],
    priority: Priority = PRIORITY.requested,
  ): Promise<void> {
    await requestRuns({ ...this.options, entityRefs, priority });
    this.nudge();
  }

  state(entityRef: string): Promise<AuditState | undefined> {
    return readState({ ...this.options, entityRef });
  }
}
