import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { readinessCollectorsExtensionPoint } from '@readiness/plugin-readiness-node';
import { createCatalogCollector } from './createCatalogCollector';

/** The catalog's own well-known values. */
const DEFAULT_LIFECYCLES = ['experimental', 'production', 'deprecated'];

/**
 * Adds the collector of catalog metadata to the readiness plugin.
 *
 * @public
 */
export const readinessModuleCatalogMetadata = createBackendModule({
  pluginId: 'readiness',
  moduleId: 'catalog-metadata',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        collectors: readinessCollectorsExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ auth, catalog, collectors, config }) {
        collectors.addCollector(
          createCatalogCollector({
            auth,
            catalog,
            lifecycles:
              config.getOptionalStringArray('readiness.catalog.lifecycles') ??
              DEFAULT_LIFECYCLES,
          }),
        );
      },
    });
  },
});
