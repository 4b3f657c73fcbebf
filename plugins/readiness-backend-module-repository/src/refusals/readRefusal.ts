/** A host wants fewer requests. */
export interface Refusal {
  status: number;
  retryAfterSeconds?: number;
}

/**
 * Whether a response says that its host was asked too often, and until when. Besides 429, hosts use 403 with an
 * exhausted budget (GitHub) and 503 with `Retry-After`.
 */
export function readRefusal(
  status: number,
  header: (name: string) => string | undefined,
): Refusal | undefined {
  const retryAfter = header('retry-after');
  const exhausted = header('x-ratelimit-remaining') === '0';
  const refused =
    status === 429 ||
    (status === 403 && (exhausted || retryAfter !== undefined)) ||
    (status === 503 && retryAfter !== undefined);
  if (!refused) {
    return undefined;
  }
  const seconds =
    secondsOf(retryAfter) ??
    secondsUntilEpoch(header('x-ratelimit-reset') ?? header('ratelimit-reset'));
  return {
    status,
    ...(seconds !== undefined && { retryAfterSeconds: seconds }),
  };
}

/** A number of seconds, or a date. */
function secondsOf(value: string | undefined): number | undefined {
  if (value === undefined) {
    return undefined;
  }
  if (/^\d{1,9}$/.test(value.trim())) {
    return Math.max(1, Number(value));
  }
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : secondsUntil(date);
}

function secondsUntilEpoch(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{9,11}$/.test(value.trim())
    ? secondsUntil(Number(value) * 1000)
    : undefined;
}

function secondsUntil(milliseconds: number): number {
  return Math.max(1, Math.ceil((milliseconds - Date.now()) / 1000));
}
