import { useApi } from '@backstage/frontend-plugin-api';
import {
  AuditState,
  EntityReadiness,
} from '@readiness/plugin-readiness-common';
import { useCallback, useEffect, useState } from 'react';
import { readinessApiRef } from '../api';
import { asError } from '../lib/errors';

/** How often an audit under way is looked at, milliseconds. */
const POLL_EVERY = 2_000;
const POLL_AT_LEAST_EVERY = 30_000;

/** Whether the audit waits or runs, so that news can be expected. */
export function isInFlight(state: AuditState): boolean {
  return state.status === 'queued' || state.status === 'running';
}

/**
 * Readiness of an entity. While an audit waits or runs it is asked for again every two seconds, rarer after errors,
 * and not at all while nobody looks at the page.
 */
export function useEntityReadiness(entityRef: string) {
  const api = useApi(readinessApiRef);
  const [readiness, setReadiness] = useState<EntityReadiness>();
  const [error, setError] = useState<Error>();
  const [requestError, setRequestError] = useState<Error>();
  const [requesting, setRequesting] = useState(false);
  /** An audit ended while the page was open. */
  const [finished, setFinished] = useState(false);
  const [round, setRound] = useState(0);

  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let waits = false;
    let failures = 0;

    async function refresh() {
      clearTimeout(timer);
      let again = waits;
      try {
        const next = await api.getEntityReadiness(entityRef, {
          signal: abort.signal,
        });
        if (abort.signal.aborted) {
          return;
        }
        failures = 0;
        again = isInFlight(next.state);
        setReadiness(previous => {
          if (previous && isInFlight(previous.state) && !again) {
            setFinished(next.state.status === 'done');
          }
          return next;
        });
        setError(undefined);
      } catch (caught) {
        if (abort.signal.aborted) {
          return;
        }
        failures += 1;
        setError(asError(caught));
      }
      waits = again;
      schedule();
    }

    function schedule() {
      clearTimeout(timer);
      if (waits && !document.hidden) {
        timer = setTimeout(
          refresh,
          Math.min(POLL_EVERY * 2 ** failures, POLL_AT_LEAST_EVERY),
        );
      }
    }

    function onVisibilityChange() {
      if (document.hidden) {
        clearTimeout(timer);
      } else if (waits) {
        refresh();
      }
    }

    refresh();
    document.addEventListener('visibilitychange', onVisibilityChange);
    return () => {
      abort.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisibilityChange);
    };
  }, [api, entityRef, round]);

  const retry = useCallback(() => {
    setError(undefined);
    setRound(current => current + 1);
  }, []);

  const requestAudit = useCallback(async () => {
    setRequesting(true);
    setRequestError(undefined);
    setFinished(false);
    try {
      const state = await api.requestAudit(entityRef);
      setReadiness(previous =>
        previous ? { ...previous, state } : { entityRef, audit: null, state },
      );
      setRound(current => current + 1);
    } catch (caught) {
      setRequestError(asError(caught));
    } finally {
      setRequesting(false);
    }
  }, [api, entityRef]);

  return {
    readiness,
    error,
    retry,
    requestAudit,
    requesting,
    requestError,
    finished,
  };
}
