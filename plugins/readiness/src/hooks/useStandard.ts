import { useApi } from '@backstage/frontend-plugin-api';
import {
  CheckDefinition,
  StandardWithChecks,
} from '@readiness/plugin-readiness-common';
import { useMemo } from 'react';
import { readinessApiRef } from '../api';
import { useAsyncData } from './useAsyncData';

/** A standard with its checks by id. */
export interface LoadedStandard {
  standard?: StandardWithChecks;
  checks: ReadonlyMap<string, CheckDefinition>;
  error?: Error;
  reload(): void;
}

/** The standard of an audit; without an id the installation's first one. */
export function useStandard(id: string | undefined): LoadedStandard {
  const api = useApi(readinessApiRef);
  const { value, error, reload } = useAsyncData(id, signal =>
    api.getStandard(id!, { signal }),
  );
  return useLoaded(value, error, reload);
}

/** The standard by which the lists are labelled: the first one of the installation. */
export function useDefaultStandard(): LoadedStandard {
  const api = useApi(readinessApiRef);
  const { value, error, reload } = useAsyncData('default', async signal => {
    const [first] = await api.getStandards({ signal });
    return first && api.getStandard(first.id, { signal });
  });
  return useLoaded(value, error, reload);
}

function useLoaded(
  standard: StandardWithChecks | undefined,
  error: Error | undefined,
  reload: () => void,
): LoadedStandard {
  return useMemo(
    () => ({
      standard,
      checks: new Map(
        [...(standard?.attestedChecks ?? []), ...(standard?.checks ?? [])].map(
          check => [check.id, check],
        ),
      ),
      error,
      reload,
    }),
    [standard, error, reload],
  );
}
