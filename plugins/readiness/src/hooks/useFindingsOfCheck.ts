import { useApi } from '@backstage/frontend-plugin-api';
import {
  FINDING_STATES,
  FindingItem,
} from '@readiness/plugin-readiness-common';
import { useCallback, useMemo, useState } from 'react';
import { readinessApiRef } from '../api';
import { useAsyncData } from './useAsyncData';

/** As many as the API hands out at once; of a check with more places the others have no state on the page. */
const LIMIT = 200;

/** What people decided about the findings of a check, by fingerprint. */
export interface FindingsOfCheck {
  byFingerprint: ReadonlyMap<string, FindingItem>;
  error?: Error;
  reload(): void;
  /** Shows a finding as it is after a decision, without asking again. */
  replace(item: FindingItem): void;
}

export function useFindingsOfCheck(
  entityRef: string | null,
  check: string,
): FindingsOfCheck {
  const api = useApi(readinessApiRef);
  const [decided, setDecided] = useState<ReadonlyMap<string, FindingItem>>(
    new Map(),
  );
  const { value, error, reload } = useAsyncData(
    entityRef === null ? undefined : `${entityRef} ${check}`,
    async signal => {
      const { items } = await api.getFindings(
        {
          entity: [entityRef!],
          check: [check],
          state: [...FINDING_STATES],
          limit: LIMIT,
        },
        { signal },
      );
      return items;
    },
  );
  const byFingerprint = useMemo(
    () =>
      new Map(
        (value ?? []).map(item => [
          item.fingerprint,
          newerOf(item, decided.get(item.id)),
        ]),
      ),
    [value, decided],
  );
  const replace = useCallback(
    (item: FindingItem) =>
      setDecided(current => new Map(current).set(item.id, item)),
    [],
  );
  return { byFingerprint, error, reload, replace };
}

function newerOf(
  loaded: FindingItem,
  decided: FindingItem | undefined,
): FindingItem {
  return decided && decided.version > loaded.version ? decided : loaded;
}
