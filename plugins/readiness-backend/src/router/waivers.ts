import { TypedRouter } from '@backstage/backend-openapi-utils';
import { stringifyEntityRef, parseEntityRef } from '@backstage/catalog-model';
import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  readinessAuditReadPermission,
  readinessFindingReadPermission,
  readinessWaiverApprovePermission,
  readinessWaiverCreatePermission,
  Waiver,
  WaiverReport,
  WaiverRequest,
} from '@readiness/plugin-readiness-common';
import { parseExemptionFilter } from '../findings/exemptionFilter';
import { readFindingRefs } from '../ledger/database/operations/findings/readFindingRefs';
import { runIdempotent } from '../ledger/database/operations/idempotency/runIdempotent';
import { decideWaiver } from '../ledger/database/operations/waivers/decideWaiver';
import { exempt } from '../ledger/database/operations/waivers/exempt';
import { listWaivers } from '../ledger/database/operations/waivers/listWaivers';
import { readWaiver } from '../ledger/database/operations/waivers/readWaiver';
import { waiveFindings } from '../ledger/database/operations/waivers/waiveFindings';
import { withdrawWaiver } from '../ledger/database/operations/waivers/withdrawWaiver';
import { EntityPermission } from '../permissions/AuditAuthorizer';
import { Caller, callerOf } from './Caller';
import { Endpoints } from './endpoints';
import type { RouterOptions } from './index';
import { parseWaiverRequest } from './parseWaiverRequest';
import { parseWaiversRequest } from './parseWaiversRequest';
import { withAuditEvent } from './withAuditEvent';

const READ = [readinessAuditReadPermission, readinessFindingReadPermission];

/** Waivers: what is lived with, what is not true, what is not asked. */
export function addWaiverRoutes(
  router: TypedRouter<Endpoints>,
  options: RouterOptions,
): void {
  const { knex, httpAuth, authorizer, auditor, judgements, standards } =
    options;

  router.get('/v1/waivers', async (req, res) => {
    const visibility = await authorizer.visibility(
      await httpAuth.credentials(req),
      READ,
    );
    const request = parseWaiversRequest(req.query);
    res.json(await listWaivers({ knex, visibility, ...request }));
  });

  router.post('/v1/waivers', async (req, res) => {
    const caller = await callerOf(req, options);
    const request = parseWaiverRequest(req.body);
    options.limiter.spend(
      caller.actor,
      request.kind === 'exemption' ? 1 : request.findings.length,
    );
    const report = await withAuditEvent(
      auditor,
      {
        eventId: 'waiver-create',
        severityLevel: 'high',
        request: req,
        meta: { queryType: request.kind },
      },
      () => create(caller, request, req.header('Idempotency-Key')),
      ({ applied, waivers }) => ({ applied, waivers: waivers.length }),
    );
    await judgements.follow(report.waivers.map(({ entityRef }) => entityRef));
    res.json(report);
  });

  router.get('/v1/waivers/:id', async (req, res) => {
    const caller = await callerOf(req, options);
    res.json(await requireWaiver(req.params.id, caller));
  });

  router.post('/v1/waivers/:id/decision', async (req, res) => {
    const caller = await callerOf(req, options);
    const { approve, comment = null } = req.body;
    const waiver = await withAuditEvent(
      auditor,
      {
        eventId: 'waiver-decide',
        severityLevel: 'high',
        request: req,
        meta: { queryType: approve ? 'approve' : 'reject', id: req.params.id },
      },
      () =>
        change(
          caller,
          {
            id: req.params.id,
            permission: readinessWaiverApprovePermission,
            key: req.header('Idempotency-Key'),
            request: ['decide', req.params.id, req.body],
          },
          (tx, found) =>
            decideWaiver({
              tx,
              waiver: found,
              approve,
              comment,
              actor: caller.actor,
            }),
        ),
    );
    await judgements.follow([waiver.entityRef]);
    res.json(waiver);
  });

  router.post('/v1/waivers/:id/withdrawal', async (req, res) => {
    const caller = await callerOf(req, options);
    const { comment = null } = req.body;
    const waiver = await withAuditEvent(
      auditor,
      {
        eventId: 'waiver-withdraw',
        severityLevel: 'medium',
        request: req,
        meta: { id: req.params.id },
      },
      () =>
        change(
          caller,
          {
            id: req.params.id,
            permission: readinessWaiverCreatePermission,
            key: req.header('Idempotency-Key'),
            request: ['withdraw', req.params.id, req.body],
          },
          (tx, found) =>
            withdrawWaiver({ tx, waiver: found, comment, actor: caller.actor }),
        ),
    );
    await judgements.follow([waiver.entityRef]);
    res.json(waiver);
  });

  async function requireWaiver(
    id: string,
    { credentials }: Caller,
  ): Promise<Waiver> {
    const waiver = await readWaiver({ knex, id });
    const isSeen =
      waiver &&
      (waiver.entityRef === null
        ? // Throws for whoever may see nothing at all.
          await authorizer.visibility(credentials, READ).then(() => true)
        : (await authorizer.allowed([waiver.entityRef], READ, credentials))
            .size > 0);
    if (!waiver || !isSeen) {
      throw new NotFoundError(`No waiver ${id}`);
    }
    return waiver;
  }

  async function change(
    caller: Caller,
    target: {
      id: string;
      permission: EntityPermission;
      key: string | undefined;
      request: unknown;
    },
    work: (
      tx: Parameters<typeof decideWaiver>[0]['tx'],
      waiver: Waiver,
    ) => Promise<Waiver>,
  ): Promise<Waiver> {
    const waiver = await requireWaiver(target.id, caller);
    await requireScope(waiver.entityRef, target.permission, caller);
    const { response } = await runIdempotent({
      knex,
      key: target.key,
      principal: caller.actor,
      request: target.request,
      work: tx => work(tx, waiver),
    });
    return response;
  }

  /** What holds for many entities changes what the standard asks. */
  async function requireScope(
    entityRef: string | null,
    permission: EntityPermission,
    { credentials }: Caller,
  ): Promise<void> {
    if (entityRef === null) {
      await authorizer.requireStandardManager(credentials);
      return;
    }
    const allowed = await authorizer.allowed(
      [entityRef],
      [permission],
      credentials,
    );
    if (!allowed.has(entityRef)) {
      throw new NotAllowedError(`Not allowed for ${entityRef}`);
    }
  }

  async function create(
    caller: Caller,
    request: WaiverRequest,
    key: string | undefined,
  ): Promise<WaiverReport> {
    return request.kind === 'exemption'
      ? createExemption(caller, request, key)
      : waive(caller, request, key);
  }

  async function waive(
    { credentials, actor }: Caller,
    request: Exclude<WaiverRequest, { kind: 'exemption' }>,
    key: string | undefined,
  ): Promise<WaiverReport> {
    const refs = await readFindingRefs({ knex, ids: request.findings });
    const entityRefs = [...new Set(refs.values())];
    const readable = await authorizer.allowed(entityRefs, READ, credentials);
    const allowed = await authorizer.allowed(
      [...readable],
      [readinessWaiverCreatePermission],
      credentials,
    );
    const { response } = await runIdempotent({
      knex,
      key,
      principal: actor,
      request,
      work: tx =>
        waiveFindings({
          tx,
          request,
          entityRefs: new Map([...refs].filter(([, ref]) => allowed.has(ref))),
          author: actor,
          standard: standards.main(),
          approvalFor: options.waivers.approvalFor,
        }),
    });
    return {
      ...response,
      refused: response.refused.map(item => {
        const ref = refs.get(item.id);
        return ref && readable.has(ref) && !allowed.has(ref)
          ? {
              ...item,
              code: 'not-allowed',
              reason: 'Not allowed to waive findings of this entity',
            }
          : item;
      }),
    };
  }

  async function createExemption(
    caller: Caller,
    request: Extract<WaiverRequest, { kind: 'exemption' }>,
    key: string | undefined,
  ): Promise<WaiverReport> {
    const standard = standards.main();
    const check = request.check
      ? standards.get(standard.id).checks.find(({ id }) => id === request.check)
      : null;
    if (check === undefined) {
      throw new InputError(
        `Invalid field "check": the standard has no check "${request.check}"`,
      );
    }
    const scope: Parameters<typeof exempt>[0]['scope'] = request.filter
      ? { filter: parseExemptionFilter(request.filter) }
      : { entityRef: entityRefOf(request.entityRef!) };
    const entityRef = 'entityRef' in scope ? scope.entityRef : null;
    if (entityRef !== null) {
      await authorizer.requireReadable(entityRef, caller.credentials);
    }
    await requireScope(entityRef, readinessWaiverCreatePermission, caller);
    const { response } = await runIdempotent({
      knex,
      key,
      principal: caller.actor,
      request,
      work: tx =>
        exempt({
          tx,
          scope,
          check,
          reason: request.reason,
          expiresAt: request.expiresAt,
          author: caller.actor,
          standard,
          approvalFor: options.waivers.approvalFor,
        }),
    });
    return { applied: true, waivers: [response], refused: [] };
  }
}

function entityRefOf(text: string): string {
  try {
    return stringifyEntityRef(parseEntityRef(text));
  } catch {
    throw new InputError('Invalid field "entityRef": not an entity reference');
  }
}
