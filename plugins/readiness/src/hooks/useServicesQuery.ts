import { SortDescriptor } from '@backstage/ui';
import {
  ServiceOrderField,
  ServicesFilter,
} from '@readiness/plugin-readiness-common';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

/** Filters with several values. */
export const LIST_FILTERS = [
  'owner',
  'kind',
  'type',
  'system',
  'lifecycle',
  'level',
  'state',
] as const;
export type ListFilter = (typeof LIST_FILTERS)[number];

export const PAGE_SIZES = [25, 50, 100, 200];
const DEFAULT_PAGE_SIZE = 50;
const DEFAULT_SORT: SortDescriptor = {
  column: 'title',
  direction: 'ascending',
};

const ORDER_FIELDS: readonly string[] = [
  'title',
  'owner',
  'score',
  'gap',
  'level',
  'findings',
  'auditedAt',
];

/** What the services page shows, all of it in the URL so that every view can be shared. */
export function useServicesQuery() {
  const [params, setParams] = useSearchParams();

  const filter = useMemo(() => filterOf(params), [params]);
  const sort = useMemo(() => sortOf(params), [params]);
  const pageSize = pageSizeOf(params);

  const change = useCallback(
    (edit: (next: URLSearchParams) => void) =>
      setParams(
        current => {
          const next = new URLSearchParams(current);
          edit(next);
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );

  const setFilter = useCallback(
    (changes: ServicesFilter) =>
      change(next => {
        for (const [name, value] of Object.entries(changes)) {
          next.delete(name);
          for (const item of [value ?? []].flat()) {
            if (item) {
              next.append(name, item);
            }
          }
        }
        // The column of an area goes with the area.
        if ('area' in changes && next.get('orderBy')?.startsWith('area:')) {
          next.delete('orderBy');
          next.delete('order');
        }
      }),
    [change],
  );

  const setSort = useCallback(
    (descriptor: SortDescriptor) =>
      change(next => {
        next.set('orderBy', String(descriptor.column));
        next.set(
          'order',
          descriptor.direction === 'descending' ? 'desc' : 'asc',
        );
      }),
    [change],
  );

  const setPageSize = useCallback(
    (size: number) => change(next => next.set('pageSize', String(size))),
    [change],
  );

  const clear = useCallback(
    () =>
      change(next =>
        [...LIST_FILTERS, 'area', 'text'].forEach(name => next.delete(name)),
      ),
    [change],
  );

  return { filter, sort, pageSize, setFilter, setSort, setPageSize, clear };
}

export function hasFilter(filter: ServicesFilter): boolean {
  return Object.values(filter).some(value => value && value.length > 0);
}

/** A sort of the table in the words of the API. */
export function orderOf(sort: SortDescriptor | null): {
  orderBy?: ServiceOrderField;
  order?: 'asc' | 'desc';
} {
  return sort
    ? {
        orderBy: sort.column as ServiceOrderField,
        order: sort.direction === 'descending' ? 'desc' : 'asc',
      }
    : {};
}

function filterOf(params: URLSearchParams): ServicesFilter {
  const filter: ServicesFilter = {};
  for (const name of LIST_FILTERS) {
    const values = params.getAll(name);
    if (values.length > 0) {
      filter[name] = values;
    }
  }
  const area = params.get('area');
  const text = params.get('text');
  return { ...filter, ...(area && { area }), ...(text && { text }) };
}

function sortOf(params: URLSearchParams): SortDescriptor {
  const column = params.get('orderBy');
  const known =
    column !== null &&
    (ORDER_FIELDS.includes(column) ||
      (params.has('area') && column === `area:${params.get('area')}`));
  return known
    ? {
        column,
        direction: params.get('order') === 'desc' ? 'descending' : 'ascending',
      }
    : DEFAULT_SORT;
}

function pageSizeOf(params: URLSearchParams): number {
  const size = Number(params.get('pageSize'));
  return PAGE_SIZES.includes(size) ? size : DEFAULT_PAGE_SIZE;
}
