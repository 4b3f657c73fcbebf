/** One backend of the fault test, as a process: the plugin as it is, with a catalog and a collector of the test. */
import { createBackend } from '@backstage/backend-defaults';
import { createBackendModule } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { readinessCollectorsExtensionPoint } from '@readiness/plugin-readiness-node';
import readinessPlugin from '../src';
import { createFaultsCollector } from './collector';
import { createEntities } from './world';

const backend = createBackend();
backend.add(
  mockServices.rootConfig.factory({
    data: {
      app: { baseUrl: 'http://127.0.0.1' },
      backend: {
        baseUrl: 'http://127.0.0.1',
        listen: '127.0.0.1:0',
        database: {
          client: 'pg',
          connection: JSON.parse(process.env.FAULTS_DATABASE!),
        },
      },
      readiness: {
        audits: { concurrency: 8, interval: { hours: 1 } },
        sources: { concurrency: 200 },
        seeding: { frequency: { seconds: 10 } },
      },
    },
  }),
);
backend.add(mockServices.auth.factory());
backend.add(mockServices.httpAuth.factory());
backend.add(mockServices.permissions.factory());
backend.add(
  catalogServiceMock.factory({
    entities: createEntities(process.env.FAULTS_SOURCE_HOST!),
  }),
);
backend.add(readinessPlugin);
backend.add(
  createBackendModule({
    pluginId: 'readiness',
    moduleId: 'faults',
    register(env) {
      env.registerInit({
        deps: { collectors: readinessCollectorsExtensionPoint },
        async init({ collectors }) {
          collectors.addCollector(createFaultsCollector());
        },
      });
    },
  }),
);
backend.start();
