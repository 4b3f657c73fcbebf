/**
 * Collector of source trees for Readiness.
 *
 * @packageDocumentation
 */
export { readinessModuleRepository as default } from './module';
