import {
  FindingOrderField,
  FindingsFilter,
} from '@readiness/plugin-readiness-common';

/** What the list of findings shows, and how it is ordered. */
export interface FindingsQuery {
  filter: FindingsFilter;
  orderBy: FindingOrderField;
  order: 'asc' | 'desc';
}
