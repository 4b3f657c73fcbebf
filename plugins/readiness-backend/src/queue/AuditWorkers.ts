import { LoggerService } from '@backstage/backend-plugin-api';
import { isError, stringifyError } from '@backstage/errors';
import {
  isRateLimitedError,
  RepositoryVisit,
} from '@readiness/plugin-readiness-node';
import { AuditQueue } from './AuditQueue';
import { AuditGroup, AuditRun } from './AuditRun';
import { HeldGroup } from './HeldGroup';
import { Wakeup } from './Wakeup';

const POLL_MILLISECONDS = 5_000;

/** Does one run: writes its outcome, or throws. */
export type WorkOnRun = (
  run: AuditRun,
  options: { visit: RepositoryVisit; signal: AbortSignal },
) => Promise<unknown>;

/** Claims what is due and works on up to `concurrency` repositories at once, until it is stopped. */
export class AuditWorkers {
  /** No new work is begun. */
  private stopping = false;
  /** Work that is under way is given up. */
  private readonly aborting = new AbortController();
  private readonly wakeup = new Wakeup();
  private readonly working = new Set<Promise<void>>();
  private loop: Promise<void> | undefined;

  constructor(
    private readonly options: {
      queue: AuditQueue;
      work: WorkOnRun;
      concurrency: number;
      /** How long audits may still run when the backend stops. */
      shutdownGraceSeconds: number;
      logger: LoggerService;
    },
  ) {
    options.queue.onDue(() => this.wakeup.wake());
  }

  start(): void {
    this.loop ??= this.claimUntilStopped();
  }

  /** Lets running audits end within the grace period and hands everything else back to the queue. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wakeup.wake();
    const grace = setTimeout(
      () => this.aborting.abort(new Error('The backend is shutting down')),
      this.options.shutdownGraceSeconds * 1000,
    );
    await this.loop;
    await Promise.all(this.working);
    clearTimeout(grace);
  }

  private async claimUntilStopped(): Promise<void> {
    const { queue, concurrency, logger } = this.options;
    while (!this.stopping) {
      try {
        const free = concurrency - this.working.size;
        const groups = free > 0 ? await queue.claim(free) : [];
        groups.forEach(group => this.begin(group));
        if (groups.length) {
          continue;
        }
      } catch (error) {
        logger.warn(`Could not look for due audits: ${stringifyError(error)}`);
      }
      // Replicas that started together must not ask together for ever.
      await this.wakeup.wait(POLL_MILLISECONDS * (0.75 + Math.random() / 2));
    }
  }

  private begin(group: AuditGroup): void {
    const work = this.workOn(group).finally(() => {
      this.working.delete(work);
      this.wakeup.wake();
    });
    this.working.add(work);
  }

  /** Never throws: whatever happens to one run is logged once, and the others go on. */
  private async workOn(group: AuditGroup): Promise<void> {
    const { queue, logger } = this.options;
    const held = new HeldGroup({ queue, runs: group.runs });
    const visit: RepositoryVisit = { entities: group.runs.length };
    try {
      for (const run of group.runs) {
        if (this.stopping || !(await this.workOnRun(run, group, held, visit))) {
          break;
        }
      }
      await held.handBack();
    } catch (error) {
      logger.warn(
        `Could not give back audits, their leases will end: ${stringifyError(
          error,
        )}`,
      );
    } finally {
      held.release();
    }
  }

  /** `false`: the rest of the group has to wait. */
  private async workOnRun(
    run: AuditRun,
    group: AuditGroup,
    held: HeldGroup,
    visit: RepositoryVisit,
  ): Promise<boolean> {
    const { queue, work, logger } = this.options;
    const lost = held.lostSignal(run);
    try {
      lost.throwIfAborted();
      await work(run, {
        visit,
        signal: AbortSignal.any([this.aborting.signal, lost]),
      });
      held.done(run);
    } catch (error) {
      if (lost.aborted) {
        held.done(run);
        logger.debug(
          `Dropped the audit of ${run.entityRef}: its lease was lost`,
        );
      } else if (this.aborting.signal.aborted) {
        return false;
      } else if (group.host && isRateLimitedError(error)) {
        logger.info(
          `${group.host} wants fewer requests, leaving it alone: ${error.message}`,
        );
        await queue.sleep(group.host, {
          seconds: error.retryAfterSeconds,
          reason: error.message,
        });
        return false;
      } else {
        const message = isError(error) ? error.message : String(error);
        logger.warn(
          `Audit of ${run.entityRef} failed: ${stringifyError(error)}`,
        );
        await queue.fail(run, message);
        held.done(run);
      }
    }
    return true;
  }
}
