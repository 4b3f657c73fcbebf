import { SEVERITIES, Severity } from '@readiness/plugin-readiness-common';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { FINDING_SORTS, FindingSort } from '../lib/findingRows';

export const TAB_VIEWS = ['findings', 'strengths', 'roadmap'] as const;
export type TabView = (typeof TAB_VIEWS)[number];

/** What the tab shows, all of it in the URL so that it can be shared. */
export interface TabQuery {
  view: TabView;
  area?: string;
  severities: Severity[];
  text: string;
  sort: FindingSort;
  /** Check whose findings are open. */
  check?: string;
}

const DEFAULTS = { view: 'findings', sort: 'phase' } as const;

export function useTabQuery() {
  const [params, setParams] = useSearchParams();

  const query = useMemo<TabQuery>(
    () => ({
      view: oneOf(TAB_VIEWS, params.get('view')) ?? DEFAULTS.view,
      area: params.get('area') ?? undefined,
      severities: SEVERITIES.filter(severity =>
        params.getAll('severity').includes(severity),
      ),
      text: params.get('text') ?? '',
      sort: oneOf(FINDING_SORTS, params.get('sort')) ?? DEFAULTS.sort,
      check: params.get('check') ?? undefined,
    }),
    [params],
  );

  const change = useCallback(
    (changes: Partial<TabQuery>) =>
      setParams(
        current => {
          const next = new URLSearchParams(current);
          const { severities, ...singles } = changes;
          if (severities) {
            next.delete('severity');
            severities.forEach(severity => next.append('severity', severity));
          }
          for (const [name, value] of Object.entries(singles)) {
            if (!value || value === DEFAULTS[name as keyof typeof DEFAULTS]) {
              next.delete(name);
            } else {
              next.set(name, value);
            }
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );

  return { query, change };
}

function oneOf<T extends string>(
  values: readonly T[],
  value: string | null,
): T | undefined {
  return values.find(item => item === value);
}
