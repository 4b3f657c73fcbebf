import { AuditState } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import { AuditRun } from './AuditRun';
import { backoffSeconds } from './backoff';
import { claimRun } from './operations/claimRun';
import { failRun } from './operations/failRun';
import { handBackRun } from './operations/handBackRun';
import { readState } from './operations/readState';
import { requestOutdated } from './operations/requestOutdated';
import { releaseTickets } from './operations/releaseTickets';
import { renewLease } from './operations/renewLease';
import { requestRuns } from './operations/requestRuns';
import { PRIORITY } from './priorities';

/** Who is due, and who works on it. */
export class AuditQueue {
  /** How long a dead worker keeps its entity. */
  static readonly LEASE_SECONDS = 60;

  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly options: {
      knex: Knex;
      intervalSeconds: number;
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

  claim(): Promise<AuditRun | undefined> {
    return claimRun({
      ...this.options,
      leaseSeconds: AuditQueue.LEASE_SECONDS,
    });
  }

  renew(run: AuditRun): Promise<boolean> {
    return renewLease({
      ...this.options,
      run,
      leaseSeconds: AuditQueue.LEASE_SECONDS,
    });
  }

  fail(run: AuditRun, message: string): Promise<void> {
    const { knex, intervalSeconds } = this.options;
    return failRun({
      knex,
      run,
      message,
      retryInSeconds: backoffSeconds({
        attempts: run.attempts + 1,
        intervalSeconds,
      }),
    });
  }

  handBack(run: AuditRun): Promise<void> {
    return handBackRun({ ...this.options, run });
  }

  /** Puts an entity first. Asking twice is the same as asking once. */
  async request(entityRef: string): Promise<AuditState | undefined> {
    await requestRuns({
      ...this.options,
      entityRefs: [entityRef],
      priority: PRIORITY.requested,
    });
    this.nudge();
    return this.state(entityRef);
  }

  state(entityRef: string): Promise<AuditState | undefined> {
    return readState({ ...this.options, entityRef });
  }
}
