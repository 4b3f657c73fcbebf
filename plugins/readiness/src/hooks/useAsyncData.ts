import { useCallback, useEffect, useRef, useState } from 'react';
import { asError } from '../lib/errors';

/** What is known of a request: the value stays while it is loaded again. */
export interface AsyncData<T> {
  value?: T;
  error?: Error;
  loading: boolean;
  reload(): void;
}

/**
 * Loads when `key` changes and when asked to; an answer that comes too late is dropped. Nothing is loaded while `key`
 * is undefined.
 */
export function useAsyncData<T>(
  key: string | undefined,
  load: (signal: AbortSignal) => Promise<T>,
): AsyncData<T> {
  const [result, setResult] = useState<{
    key: string;
    value?: T;
    error?: Error;
  }>();
  const [round, setRound] = useState(0);
  const loadRef = useRef(load);
  loadRef.current = load;

  useEffect(() => {
    if (key === undefined) {
      return undefined;
    }
    const abort = new AbortController();
    loadRef.current(abort.signal).then(
      value => !abort.signal.aborted && setResult({ key, value }),
      error =>
        !abort.signal.aborted && setResult({ key, error: asError(error) }),
    );
    return () => abort.abort();
  }, [key, round]);

  const reload = useCallback(() => {
    setResult(undefined);
    setRound(current => current + 1);
  }, []);

  const current = result?.key === key ? result : undefined;
  return {
    value: current?.value,
    error: current?.error,
    loading: key !== undefined && !current,
    reload,
  };
}
