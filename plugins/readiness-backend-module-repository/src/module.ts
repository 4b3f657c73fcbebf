import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { AuditRunner } from '@readiness/audit';
import { readinessCollectorsExtensionPoint } from '@readiness/plugin-readiness-node';
import { readRepositoryConfig } from './config';
import { createRepositoryCollector } from './createRepositoryCollector';

/**
 * Adds the collector of source trees to the readiness plugin.
 *
 * @public
 */
export const readinessModuleRepository = createBackendModule({
  pluginId: 'readiness',
  moduleId: 'repository',
  register(env) {
    env.registerInit({
      deps: {
        collectors: readinessCollectorsExtensionPoint,
        config: coreServices.rootConfig,
        lifecycle: coreServices.lifecycle,
        urlReader: coreServices.urlReader,
      },
      async init({ collectors, config, lifecycle, urlReader }) {
        const options = readRepositoryConfig(config);
        const runner = new AuditRunner(options.runner);
        lifecycle.addShutdownHook(() => runner.close());
        collectors.addCollector(
          createRepositoryCollector({
            ...options,
            integrations: ScmIntegrations.fromConfig(config),
            runner,
            urlReader,
          }),
        );
      },
    });
  },
});
