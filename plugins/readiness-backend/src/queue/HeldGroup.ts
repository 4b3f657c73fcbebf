import { AuditQueue } from './AuditQueue';
import { AuditRun } from './AuditRun';

const RENEW_MILLISECONDS = (AuditQueue.LEASE_SECONDS / 3) * 1000;

/** Runs whose tickets this worker holds: keeps their leases alive, and knows which were lost. */
export class HeldGroup {
  /** Those without an outcome. */
  private readonly open: Map<AuditRun, AbortController>;
  private readonly heartbeat: NodeJS.Timeout;

  constructor(
    private readonly options: { queue: AuditQueue; runs: readonly AuditRun[] },
  ) {
    this.open = new Map(options.runs.map(run => [run, new AbortController()]));
    this.heartbeat = setInterval(() => {
      // The lease outlives two missed heartbeats; if the database stays away, writing the outcome tells.
      this.renew().catch(() => {});
    }, RENEW_MILLISECONDS);
  }

  /** Aborted when somebody else has taken over, or the entity has gone. */
  lostSignal(run: AuditRun): AbortSignal {
    return this.open.get(run)!.signal;
  }

  /** The run has an outcome, or is no longer ours. */
  done(run: AuditRun): void {
    this.open.delete(run);
  }

  /** Gives back what has no outcome. */
  async handBack(): Promise<void> {
    const runs = [...this.open.keys()];
    if (runs.length) {
      await this.options.queue.handBack(runs);
    }
  }

  /** Ends the heartbeat. */
  release(): void {
    clearInterval(this.heartbeat);
  }

  private async renew(): Promise<void> {
    const asked = [...this.open.keys()];
    if (!asked.length) {
      return;
    }
    const kept = new Set(await this.options.queue.renew(asked));
    for (const run of asked) {
      if (!kept.has(run)) {
        this.open.get(run)?.abort(new Error('Another worker has taken over'));
      }
    }
  }
}
