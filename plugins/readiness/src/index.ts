/**
 * The Readiness tab of an entity and the scorecard pages, for the new frontend system.
 *
 * @packageDocumentation
 */
export { readinessPlugin as default } from './plugin';
export { readinessApiRef } from './api';
