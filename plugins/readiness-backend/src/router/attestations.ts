import { TypedRouter } from '@backstage/backend-openapi-utils';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  readinessAttestationCreatePermission,
  readinessAuditReadPermission,
} from '@readiness/plugin-readiness-common';
import { attest } from '../ledger/database/operations/attestations/attest';
import { listAttestations } from '../ledger/database/operations/attestations/listAttestations';
import { readAttestation } from '../ledger/database/operations/attestations/readAttestation';
import { withdrawAttestation } from '../ledger/database/operations/attestations/withdrawAttestation';
import { runIdempotent } from '../ledger/database/operations/idempotency/runIdempotent';
import { Caller, callerOf } from './Caller';
import { checkLink } from './checkTriageAction';
import { Endpoints } from './endpoints';
import type { RouterOptions } from './index';
import { withAuditEvent } from './withAuditEvent';

/** What people attest of an entity. */
export function addAttestationRoutes(
  router: TypedRouter<Endpoints>,
  options: RouterOptions,
): void {
  const { knex, authorizer, auditor, judgements, standards } = options;
  const path = '/v1/entities/:kind/:namespace/:name/attestations';

  router.get(path, async (req, res) => {
    const entityRef = stringifyEntityRef(req.params);
    const { credentials } = await callerOf(req, options);
    await authorizer.requireReadable(entityRef, credentials);
    res.json({ items: await listAttestations({ knex, entityRef }) });
  });

  router.post(path, async (req, res) => {
    const entityRef = stringifyEntityRef(req.params);
    const caller = await callerOf(req, options);
    const { check: checkId, ...request } = req.body;
    const check = standards
      .main()
      .attestedChecks.find(({ id }) => id === checkId);
    if (!check) {
      throw new InputError(
        `Invalid field "check": "${checkId}" is no attested check of the standard`,
      );
    }
    if (request.link !== undefined) {
      checkLink('link', request.link);
    }
    const attestation = await withAuditEvent(
      auditor,
      {
        eventId: 'attestation-create',
        severityLevel: 'medium',
        request: req,
        meta: { entityRef, check: checkId },
      },
      async () => {
        await requireAttester(entityRef, caller);
        const { response } = await runIdempotent({
          knex,
          key: req.header('Idempotency-Key'),
          principal: caller.actor,
          request: [entityRef, req.body],
          work: tx =>
            attest({ tx, entityRef, check, request, author: caller.actor }),
        });
        return response;
      },
    );
    await judgements.follow([entityRef]);
    res.json(attestation);
  });

  router.post('/v1/attestations/:id/withdrawal', async (req, res) => {
    const { id } = req.params;
    const caller = await callerOf(req, options);
    const { comment = null } = req.body;
    const attestation = await withAuditEvent(
      auditor,
      {
        eventId: 'attestation-withdraw',
        severityLevel: 'medium',
        request: req,
        meta: { id },
      },
      async () => {
        const found = await readAttestation({ knex, id });
        const seen =
          found &&
          (await authorizer.allowed(
            [found.entityRef],
            [readinessAuditReadPermission],
            caller.credentials,
          ));
        if (!found || !seen?.has(found.entityRef)) {
          throw new NotFoundError(`No attestation ${id}`);
        }
        await requireAttester(found.entityRef, caller);
        const { response } = await runIdempotent({
          knex,
          key: req.header('Idempotency-Key'),
          principal: caller.actor,
          request: ['withdraw', id, req.body],
          work: tx =>
            withdrawAttestation({
              tx,
              attestation: found,
              comment,
              actor: caller.actor,
            }),
        });
        return response;
      },
    );
    await judgements.follow([attestation.entityRef]);
    res.json(attestation);
  });

  async function requireAttester(
    entityRef: string,
    { credentials }: Caller,
  ): Promise<void> {
    await authorizer.requireReadable(entityRef, credentials);
    const allowed = await authorizer.allowed(
      [entityRef],
      [readinessAttestationCreatePermission],
      credentials,
    );
    if (!allowed.has(entityRef)) {
      throw new NotAllowedError(`Not allowed to attest for ${entityRef}`);
    }
  }
}
