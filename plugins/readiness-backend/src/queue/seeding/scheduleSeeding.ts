import {
  AuthService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Knex } from 'knex';
import { ReadinessConfig } from '../../config/readReadinessConfig';
import { AuditQueue } from '../AuditQueue';
import { EntityPlacer } from './EntityPlacer';
import { seedQueue } from './seedQueue';

/** Seeds at once and then regularly, on one replica at a time. */
export async function scheduleSeeding(options: {
  knex: Knex;
  catalog: CatalogService;
  auth: AuthService;
  scheduler: SchedulerService;
  logger: LoggerService;
  queue: AuditQueue;
  placer: EntityPlacer;
  config: ReadinessConfig;
  /** Resolves when all plugins are there; before that, the catalog may refuse. */
  started: Promise<void>;
}): Promise<void> {
  const { scheduler, logger, queue, config } = options;
  let started = false;
  const waitForStart = options.started.then(() => {
    started = true;
  });
  const seed = (signal: AbortSignal) =>
    seedQueue({
      ...options,
      filter: config.audits.filter,
      removeAfterSeconds: config.seeding.removeAfterSeconds,
      signal,
    });

  await scheduler.scheduleTask({
    id: 'readiness-seed-queue',
    frequency: config.seeding.frequency,
    timeout: { minutes: 15 },
    scope: 'global',
    fn: async signal => {
      try {
        const early = !started;
        const counts = await seed(signal).catch(async error => {
          if (!early) {
            throw error;
          }
          await waitForStart;
          return seed(signal);
        });
        const { total, added, changed, gone, removed } = counts;
        if (added || changed || gone || removed) {
          logger.info(
            `Read ${total} entities from the catalog: ${added} new, ${changed} changed, ${gone} gone, ${removed} removed`,
          );
          queue.nudge();
        }
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        logger.warn(
          `Could not read the catalog, trying again later: ${stringifyError(
            error,
          )}`,
        );
      }
    },
  });
}
