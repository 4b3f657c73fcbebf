const FIRST_SECONDS = 30;
const LONGEST_SECONDS = 3600;

/**
 * Seconds to wait after the n-th failure in a row: doubles from half a minute up to an hour, and never beyond the
 * regular interval. Half of it is random, so that entities which failed together do not come back together.
 */
export function backoffSeconds(options: {
  attempts: number;
  intervalSeconds: number;
  random?: () => number;
}): number {
  const { attempts, intervalSeconds, random = Math.random } = options;
  const full = Math.min(
    FIRST_SECONDS * 2 ** Math.min(attempts - 1, 20),
    LONGEST_SECONDS,
    intervalSeconds,
  );
  return full * (0.5 + 0.5 * random());
}
