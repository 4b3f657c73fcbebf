/**
 * Thrown by a collector when the host of a source refuses because it was asked too often. It is no failure of the
 * entity: the audit goes back to the queue, and no replica reads from the host until then.
 *
 * @public
 */
export class RateLimitedError extends Error {
  /** What the host said (`Retry-After` or the like); without it the wait doubles from one minute up to an hour. */
  readonly retryAfterSeconds?: number;

  constructor(message: string, options: { retryAfterSeconds?: number } = {}) {
    super(message);
    this.name = 'RateLimitedError';
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/**
 * Recognises the error by its name: a module may carry its own copy of this package.
 *
 * @public
 */
export function isRateLimitedError(error: unknown): error is RateLimitedError {
  return error instanceof Error && error.name === 'RateLimitedError';
}
