import { TypedRouter } from '@backstage/backend-openapi-utils';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import {
  AuditState,
  readinessFindingReadPermission,
} from '@readiness/plugin-readiness-common';
import { withoutFindings } from '../findings/withoutFindings';
import { readAudit } from '../ledger/database/operations/audits/readAudit';
import { callerOf } from './Caller';
import { Endpoints } from './endpoints';
import type { RouterOptions } from './index';
import { withAuditEvent } from './withAuditEvent';

/** Readiness of one entity, and the request for an audit. */
export function addEntityRoutes(
  router: TypedRouter<Endpoints>,
  options: RouterOptions,
): void {
  const { knex, httpAuth, authorizer, auditor, limiter, queue } = options;

  router.get('/v1/entities/:kind/:namespace/:name', async (req, res) => {
    const entityRef = stringifyEntityRef(req.params);
    const credentials = await httpAuth.credentials(req);
    await authorizer.requireReadable(entityRef, credentials);
    const state = found(entityRef, await queue.state(entityRef));
    const audit = await readAudit({ knex, entityRef });
    const showsFindings = await authorizer.allowed(
      [entityRef],
      [readinessFindingReadPermission],
      credentials,
    );
    res.json({
      entityRef,
      audit:
        audit && !showsFindings.has(entityRef) ? withoutFindings(audit) : audit,
      state,
    });
  });

  router.post(
    '/v1/entities/:kind/:namespace/:name/audits',
    async (req, res) => {
      const entityRef = stringifyEntityRef(req.params);
      const { credentials, actor } = await callerOf(req, options);
      limiter.spend(actor);
      await withAuditEvent(
        auditor,
        {
          eventId: 'audit-run',
          request: req,
          meta: { queryType: 'one', entityRef },
        },
        async () => {
          await authorizer.requireRunnable(entityRef, credentials);
          await queue.request([entityRef]);
        },
      );
      res.status(202).json(found(entityRef, await queue.state(entityRef)));
    },
  );
}

/** The entity may have gone since the permission was decided. */
function found(entityRef: string, state: AuditState | undefined): AuditState {
  if (!state) {
    throw new NotFoundError(`No audited entity ${entityRef}`);
  }
  return state;
}
