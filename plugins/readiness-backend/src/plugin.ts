import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  metricsServiceRef,
  tracingServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogScmEventsServiceRef } from '@backstage/plugin-catalog-node/alpha';
import {
  enterpriseStandard,
  readinessPermissions,
} from '@readiness/plugin-readiness-common';
import { readinessCollectorsExtensionPoint } from '@readiness/plugin-readiness-node';
import { AuditRunner } from './auditing/AuditRunner';
import { CollectorRegistry } from './auditing/CollectorRegistry';
import { hashRules } from './auditing/hashRules';
import { InstalledStandards } from './auditing/InstalledStandards';
import { readReadinessConfig } from './config/readReadinessConfig';
import { connectDatabase } from './database/applyMigrations';
import { DatabaseAuditLedger } from './ledger/DatabaseAuditLedger';
import { Judgements } from './ledger/Judgements';
import { scheduleUpkeep } from './ledger/scheduleUpkeep';
import { observeAudits } from './observing/observeAudits';
import { observeQueue } from './observing/observeQueue';
import { AuditAuthorizer } from './permissions/AuditAuthorizer';
import { readinessAuditResourceRef } from './permissions/auditResource';
import { readResources } from './permissions/readResources';
import { rules } from './permissions/rules';
import { AuditQueue } from './queue/AuditQueue';
import { AuditWorkers } from './queue/AuditWorkers';
import { HostBudgets } from './queue/hosts/HostBudgets';
import { subscribeToPushes } from './queue/pushes/subscribeToPushes';
import { EntityPlacer } from './queue/seeding/EntityPlacer';
import { scheduleSeeding } from './queue/seeding/scheduleSeeding';
import { createRouter } from './router';
import { RateLimiter } from './router/RateLimiter';

/**
 * Audits every entity of the catalog on a schedule, keeps the scores and serves them.
 *
 * @public
 */
export const readinessPlugin = createBackendPlugin({
  pluginId: 'readiness',
  register(env) {
    const registry = new CollectorRegistry();
    env.registerExtensionPoint(readinessCollectorsExtensionPoint, registry);

    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootLifecycle: coreServices.rootLifecycle,
        scheduler: coreServices.scheduler,
        tracing: tracingServiceRef,
        scmEvents: catalogScmEventsServiceRef,
      },
      async init(deps) {
        const { logger, lifecycle, rootLifecycle } = deps;
        const config = readReadinessConfig(deps.config);
        const knex = await connectDatabase(deps.database);
        const collectors = registry.list();
        const standard = enterpriseStandard;

        deps.permissionsRegistry.addResourceType({
          resourceRef: readinessAuditResourceRef,
          permissions: readinessPermissions,
          rules: Object.values(rules),
          getResources: entityRefs => readResources({ knex, entityRefs }),
        });
        const queue = new AuditQueue({
          ...config.audits,
          knex,
          budgets: new HostBudgets(config.sources),
        });
        subscribeToPushes({ ...deps, knex, queue });
        const standards = new InstalledStandards({
          standards: [standard],
          checks: collectors.flatMap(({ checks }) => checks),
        });
        const authorizer = new AuditAuthorizer({ ...deps, knex });
        const judgements = new Judgements({
          knex,
          standard,
          checks: collectors.flatMap(({ checks }) => checks),
          logger,
        });
        deps.httpRouter.use(
          createRouter({
            ...deps,
            ...config,
            knex,
            authorizer,
            judgements,
            limiter: new RateLimiter(config.api),
            queue,
            standards,
          }),
        );
        await scheduleUpkeep({ ...deps, ...config, knex, judgements });
        observeQueue({ ...deps, knex });
        if (!config.audits.enabled) {
          return;
        }

        const rulesHash = hashRules({ standard, collectors });
        const ledger = new DatabaseAuditLedger({ knex });
        const runner = new AuditRunner({
          ...deps,
          ...config.audits,
          ledger,
          standard,
          collectors,
          rulesHash,
        });
        const workers = new AuditWorkers({
          ...config.audits,
          queue,
          work: observeAudits({
            ...deps,
            work: (run, context) => runner.run(run, context),
          }),
          logger,
        });
        const started = new Promise<void>(resolve =>
          rootLifecycle.addStartupHook(resolve),
        );
        await queue.resume({ rulesHash });
        const placer = new EntityPlacer({
          ...config.audits,
          collectors,
          standard: standard.id,
        });
        await scheduleSeeding({
          ...deps,
          knex,
          queue,
          placer,
          config,
          started,
        });
        rootLifecycle.addStartupHook(() => workers.start());
        lifecycle.addShutdownHook(() => workers.stop());
      },
    });
  },
});
