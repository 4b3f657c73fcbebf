import { defineExtractor } from '../../engine/defineExtractor';
import { CatalogFacts } from './schema';

/** Facts of the catalog, `undefined` where the engine runs without one. */
export const catalog = defineExtractor<CatalogFacts | undefined>({
  id: 'catalog',
  extract: context => context.catalog as CatalogFacts | undefined,
});
