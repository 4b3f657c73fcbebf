/**
 * Collector of facts about the catalog entity itself for Readiness.
 *
 * @packageDocumentation
 */
export { readinessModuleCatalogMetadata as default } from './module';
