import { LoggerService } from '@backstage/backend-plugin-api';
import { isError, stringifyError } from '@backstage/errors';
import { AuditQueue } from './AuditQueue';
import { AuditRun } from './AuditRun';
import { Wakeup } from './Wakeup';

const POLL_MILLISECONDS = 5_000;
const RENEW_MILLISECONDS = (AuditQueue.LEASE_SECONDS / 3) * 1000;

/** Does one run: writes its outcome, or throws. */
export type WorkOnRun = (
  run: AuditRun,
  options: { signal: AbortSignal },
) => Promise<void>;

/** Claims what is due and works on up to `concurrency` runs at once, until it is stopped. */
export class AuditWorkers {
  private readonly stopping = new AbortController();
  private readonly wakeup = new Wakeup();
  private readonly running = new Set<Promise<void>>();
  private loop: Promise<void> | undefined;

  constructor(
    private readonly options: {
      queue: AuditQueue;
      work: WorkOnRun;
      concurrency: number;
      logger: LoggerService;
    },
  ) {
    options.queue.onDue(() => this.wakeup.wake());
  }

  start(): void {
    this.loop ??= this.claimUntilStopped();
  }

  /** Aborts what is running, hands it back to the queue and waits for both. */
  async stop(): Promise<void> {
    this.stopping.abort(new Error('The backend is shutting down'));
    this.wakeup.wake();
    await this.loop;
    await Promise.all(this.running);
  }

  private async claimUntilStopped(): Promise<void> {
    const { queue, concurrency, logger } = this.options;
    while (!this.stopping.signal.aborted) {
      try {
        const run =
          this.running.size < concurrency ? await queue.claim() : undefined;
        if (run) {
          this.begin(run);
          continue;
        }
      } catch (error) {
        logger.warn(`Could not look for due audits: ${stringifyError(error)}`);
      }
      // Replicas that started together must not ask together for ever.
      await this.wakeup.wait(POLL_MILLISECONDS * (0.75 + Math.random() / 2));
    }
  }

  private begin(run: AuditRun): void {
    const work = this.workOn(run).finally(() => {
      this.running.delete(work);
      this.wakeup.wake();
    });
    this.running.add(work);
  }

  /** Never throws: whatever happens to one run is logged once, and the others go on. */
  private async workOn(run: AuditRun): Promise<void> {
    const { queue, work, logger } = this.options;
    const lost = new AbortController();
    const heartbeat = setInterval(() => {
      queue.renew(run).then(
        renewed => {
          if (!renewed) {
            lost.abort(new Error('Another worker has taken over'));
          }
        },
        // The lease outlives two missed heartbeats; if the database stays away, writing the outcome tells.
        () => {},
      );
    }, RENEW_MILLISECONDS);

    try {
      await work(run, {
        signal: AbortSignal.any([this.stopping.signal, lost.signal]),
      });
    } catch (error) {
      await this.giveUp(run, error, lost.signal.aborted).catch(cause =>
        logger.warn(
          `Could not give back the audit of ${
            run.entityRef
          }, its lease will end: ${stringifyError(cause)}`,
        ),
      );
    } finally {
      clearInterval(heartbeat);
    }
  }

  private async giveUp(
    run: AuditRun,
    error: unknown,
    lost: boolean,
  ): Promise<void> {
    const { queue, logger } = this.options;
    if (lost) {
      logger.debug(`Dropped the audit of ${run.entityRef}: its lease was lost`);
    } else if (this.stopping.signal.aborted) {
      await queue.handBack(run);
    } else {
      const message = isError(error) ? error.message : String(error);
      logger.warn(`Audit of ${run.entityRef} failed: ${stringifyError(error)}`);
      await queue.fail(run, message);
    }
  }
}
