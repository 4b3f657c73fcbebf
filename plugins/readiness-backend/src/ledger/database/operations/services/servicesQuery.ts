import {
  ServiceOrderField,
  ServicesFilter,
} from '@readiness/plugin-readiness-common';

/** What the services list shows, and how it is ordered. */
export interface ServicesQuery {
  filter: ServicesFilter;
  orderBy: ServiceOrderField;
  order: 'asc' | 'desc';
}

/** Where a page begins: the row beside it, which is not part of it. */
export interface PagePosition {
  /** `next`: the page follows the row; `prev`: it ends before it. */
  direction: 'next' | 'prev';
  /** Value of the order column in that row; times are ISO 8601. */
  value: string | number | null;
  entityRef: string;
}
