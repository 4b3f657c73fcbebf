import { defineExtractor } from '../../engine/defineExtractor';
import { descriptors } from './descriptors';
import { CatalogFacts } from './schema';

/**
 * Facts of the entity: as the catalog knows it or, without a catalog, as a descriptor file of the tree has it.
 * `undefined` where neither tells which entity this is; {@link descriptors} knows why.
 */
export const catalog = defineExtractor<CatalogFacts | undefined>({
  id: 'catalog',
  extract: async context => {
    const given = context.catalog as Partial<CatalogFacts> | undefined;
    return given?.kind === undefined
      ? (await context.facts(descriptors)).entity
      : (given as CatalogFacts);
  },
});
