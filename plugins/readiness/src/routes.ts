import { createRouteRef } from '@backstage/frontend-plugin-api';

/** The page with the scorecards of all services. */
export const rootRouteRef = createRouteRef();

/**
 * The tab below the page of an entity. Tabs have no route reference that could be resolved from elsewhere, as their
 * page has parameters.
 */
export const ENTITY_TAB_PATH = 'readiness';
