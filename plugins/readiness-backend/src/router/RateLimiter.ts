import { CustomErrorBase } from '@backstage/errors';

/** Somebody asks for too much at once. */
export class TooManyRequestsError extends CustomErrorBase {
  name = 'TooManyRequestsError' as const;
  readonly statusCode = 429;
}

const MINUTE = 60_000;
/** More callers than this at once are forgotten together. */
const MOST_CALLERS = 10_000;

/**
 * Lets each caller do so many expensive things a minute, counted by what each of them weighs. Every replica counts for
 * itself: it protects a backend from loops, it is no quota.
 */
export class RateLimiter {
  private readonly spent = new Map<string, { until: number; weight: number }>();

  constructor(
    private readonly options: { perMinute: number; now?: () => number },
  ) {}

  /** @throws TooManyRequestsError */
  spend(caller: string, weight = 1): void {
    const { perMinute, now = Date.now } = this.options;
    const instant = now();
    const before = this.spent.get(caller);
    const window =
      before && before.until > instant
        ? before
        : { until: instant + MINUTE, weight: 0 };
    // Whoever has spent nothing may do one thing, however large.
    if (window.weight > 0 && window.weight + weight > perMinute) {
      throw new TooManyRequestsError(
        `Too many requests, try again in ${Math.ceil(
          (window.until - instant) / 1000,
        )} seconds (readiness.api.perMinute)`,
      );
    }
    if (this.spent.size >= MOST_CALLERS) {
      this.spent.clear();
    }
    window.weight += weight;
    this.spent.set(caller, window);
  }
}
