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
