import { createBackendModule } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { CheckDefinition } from '@readiness/plugin-readiness-common';
import { readinessCollectorsExtensionPoint } from '@readiness/plugin-readiness-node';
import { Knex } from 'knex';
import request from 'supertest';
import readinessPlugin from '../index';
import { createCollector } from './fixtures';

/** The plugin in a backend, without audits of its own, for tests of the API. */
export async function startReadiness(options: {
  knex: Knex;
  checks: CheckDefinition[];
  /** Decides by the name of the permission; default: everything is allowed. */
  decide?: (permission: string) => PolicyDecision | undefined;
  config?: object;
}) {
  const { knex, checks, decide } = options;
  const auditor = mockServices.auditor.mock({
    createEvent: jest.fn(async () => ({
      success: jest.fn(async () => {}),
      fail: jest.fn(async () => {}),
    })),
  });
  /** Whether the caller may manage the standard; a test may change it. */
  const started = { standardManager: true };
  const backend = await startTestBackend({
    features: [
      readinessPlugin,
      createBackendModule({
        pluginId: 'readiness',
        moduleId: 'fake',
        register(env) {
          env.registerInit({
            deps: { collectors: readinessCollectorsExtensionPoint },
            async init({ collectors }) {
              collectors.addCollector(
                createCollector('fake', checks, async () => ({
                  status: 'unchanged',
                })),
              );
            },
          });
        },
      }),
      mockServices.database.factory({ knex }),
      auditor.factory,
      mockServices.permissions.mock({
        authorize: async requests =>
          requests.map(() => ({
            result: started.standardManager
              ? AuthorizeResult.ALLOW
              : AuthorizeResult.DENY,
          })),
        authorizeConditional: async queries =>
          queries.map(
            ({ permission }) =>
              decide?.(permission.name) ?? { result: AuthorizeResult.ALLOW },
          ),
      }).factory,
      catalogServiceMock.factory({ entities: [] }),
      mockServices.rootConfig.factory({
        data: {
          readiness: { ...options.config, audits: { enabled: false } },
        },
      }),
    ],
  });
  const at = (path: string) => `/api/readiness/v1${path}`;
  return Object.assign(started, {
    server: backend.server,
    stop: () => backend.stop(),
    auditor,
    get: (path: string) => request(backend.server).get(at(path)),
    post: (path: string, body?: object) =>
      request(backend.server).post(at(path)).send(body),
    delete: (path: string) => request(backend.server).delete(at(path)),
  });
}
