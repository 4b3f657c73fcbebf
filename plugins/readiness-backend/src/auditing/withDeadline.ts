/**
 * Runs work that gets a signal, and ends with it: after the deadline, or when the given signal is aborted, this
 * rejects even when the work ignores the signal.
 */
export async function withDeadline<T>(
  options: { signal: AbortSignal; seconds: number; message: string },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController();
  const timer = setTimeout(
    () => deadline.abort(new Error(options.message)),
    options.seconds * 1000,
  );
  const signal = AbortSignal.any([options.signal, deadline.signal]);
  let onAbort = () => {};
  try {
    signal.throwIfAborted();
    return await Promise.race([
      work(signal),
      new Promise<never>((_, reject) => {
        onAbort = () => reject(signal.reason);
        signal.addEventListener('abort', onAbort);
      }),
    ]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
