import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import {
  CatalogScmEvent,
  CatalogScmEventsService,
} from '@backstage/plugin-catalog-node/alpha';
import { repositoryOf } from '@readiness/plugin-readiness-node';
import { Knex } from 'knex';
import { chunk } from '../../database/chunk';
import { AuditQueue } from '../AuditQueue';
import { listOfRepositories } from '../operations/listOfRepositories';
import { PRIORITY } from '../priorities';

const AT_ONCE = 500;

/**
 * Makes entities due when something happens to their repository. It only brings forward what the schedule does
 * anyway: an event that is lost costs time, and none is needed for anything to be right.
 */
export function subscribeToPushes(options: {
  knex: Knex;
  scmEvents: CatalogScmEventsService;
  queue: AuditQueue;
  logger: LoggerService;
}): void {
  const { knex, scmEvents, queue, logger } = options;
  scmEvents.subscribe({
    async onEvents(events) {
      try {
        const repositories = events
          .flatMap(urlsOf)
          .flatMap(url => repositoryOf(url) ?? []);
        const refs = await listOfRepositories({
          knex,
          repositories: [...new Set(repositories)],
        });
        for (const entityRefs of chunk(refs, AT_ONCE)) {
          await queue.request(entityRefs, PRIORITY.pushed);
        }
        if (refs.length) {
          scmEvents.markEventActionTaken({
            count: refs.length,
            action: 'refresh',
          });
        }
      } catch (error) {
        logger.warn(
          `Could not make entities due after a push, their schedules will: ${stringifyError(
            error,
          )}`,
        );
      }
    },
  });
}

function urlsOf(event: CatalogScmEvent): string[] {
  return 'url' in event ? [event.url] : [event.fromUrl, event.toUrl];
}
