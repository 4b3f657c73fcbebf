import { TypedRouter } from '@backstage/backend-openapi-utils';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import {
  AuditsReport,
  readinessAuditReadPermission,
  readinessAuditRunPermission,
} from '@readiness/plugin-readiness-common';
import { listDeadLetters } from '../queue/operations/listDeadLetters';
import { readSummary } from '../queue/operations/readSummary';
import { PRIORITY } from '../queue/priorities';
import { chunk } from '../database/chunk';
import { callerOf } from './Caller';
import { Endpoints } from './endpoints';
import type { RouterOptions } from './index';
import { withAuditEvent } from './withAuditEvent';

const AT_ONCE = 500;

/** The queue: how it stands, and requests for many audits. */
export function addQueueRoutes(
  router: TypedRouter<Endpoints>,
  options: RouterOptions,
): void {
  const { knex, httpAuth, authorizer, auditor, limiter, queue } = options;

  router.post('/v1/audits', async (req, res) => {
    const { credentials, actor } = await callerOf(req, options);
    const entityRefs = req.body.entityRefs.map(canonical);
    limiter.spend(actor, entityRefs.length);
    const report = await withAuditEvent(
      auditor,
      {
        eventId: 'audit-run',
        request: req,
        meta: { queryType: 'some', entities: entityRefs.length },
      },
      async (): Promise<AuditsReport> => {
        const [readable, runnable] = await Promise.all(
          [
            [readinessAuditReadPermission],
            [readinessAuditReadPermission, readinessAuditRunPermission],
          ].map(needed => authorizer.allowed(entityRefs, needed, credentials)),
        );
        if (runnable.size) {
          await queue.request([...runnable]);
        }
        const refused = (entityRef: string) =>
          readable.has(entityRef) ? 'not-allowed' : 'not-found';
        return {
          items: entityRefs.map(entityRef => ({
            entityRef,
            status: runnable.has(entityRef) ? 'requested' : refused(entityRef),
          })),
        };
      },
      ({ items }) => ({
        requested: items.filter(({ status }) => status === 'requested').length,
      }),
    );
    res.status(202).json(report);
  });

  router.get('/v1/queue', async (req, res) => {
    const visibility = await authorizer.visibility(
      await httpAuth.credentials(req),
    );
    res.json(await readSummary({ knex, visibility }));
  });

  router.post('/v1/queue/dead-letters/retry', async (req, res) => {
    const { credentials } = await callerOf(req, options);
    const retried = await withAuditEvent(
      auditor,
      {
        eventId: 'audit-run',
        request: req,
        meta: { queryType: 'dead-letters' },
      },
      async () => {
        const visibility = await authorizer.visibility(credentials, [
          readinessAuditReadPermission,
          readinessAuditRunPermission,
        ]);
        const refs = await listDeadLetters({ knex, visibility, ...req.body });
        for (const entityRefs of chunk(refs, AT_ONCE)) {
          // There may be thousands of them: nobody who asked for a single one should wait for all.
          await queue.request(entityRefs, PRIORITY.scheduled);
        }
        return refs.length;
      },
      count => ({ retried: count }),
    );
    res.status(202).json({ retried });
  });
}

function canonical(entityRef: string): string {
  try {
    return stringifyEntityRef(parseEntityRef(entityRef));
  } catch {
    throw new InputError(
      `Invalid field "entityRefs": "${entityRef}" is no entity reference`,
    );
  }
}
