import { TypedRouter } from '@backstage/backend-openapi-utils';
import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  BulkTriageReport,
  BulkTriageRequest,
  FindingDetail,
  readinessAuditReadPermission,
  readinessFindingReadPermission,
  readinessFindingTriagePermission,
} from '@readiness/plugin-readiness-common';
import { listFindings } from '../ledger/database/operations/findings/listFindings';
import { readFinding } from '../ledger/database/operations/findings/readFinding';
import { readFindingEvents } from '../ledger/database/operations/findings/readFindingEvents';
import { readFindingRefs } from '../ledger/database/operations/findings/readFindingRefs';
import { triageFindings } from '../ledger/database/operations/findings/triageFindings';
import { runIdempotent } from '../ledger/database/operations/idempotency/runIdempotent';
import { Caller, callerOf } from './Caller';
import { checkTriageAction } from './checkTriageAction';
import { Endpoints } from './endpoints';
import {
  entityTag,
  PreconditionFailedError,
  versionToMatch,
} from './entityTag';
import type { RouterOptions } from './index';
import { parseFindingsRequest } from './parseFindingsRequest';
import { withAuditEvent } from './withAuditEvent';

const READ = [readinessAuditReadPermission, readinessFindingReadPermission];

/** Findings: the list, one with its history, and what people decide about them. */
export function addFindingRoutes(
  router: TypedRouter<Endpoints>,
  options: RouterOptions,
): void {
  const { knex, httpAuth, authorizer, auditor } = options;

  router.get('/v1/findings', async (req, res) => {
    const visibility = await authorizer.visibility(
      await httpAuth.credentials(req),
      READ,
    );
    const request = parseFindingsRequest(req.query);
    res.json(await listFindings({ knex, visibility, ...request }));
  });

  router.post('/v1/findings/triage', async (req, res) => {
    const caller = await callerOf(req, options);
    const request = req.body;
    const ids = request.findings.map(({ id }) => id);
    if (new Set(ids).size < ids.length) {
      throw new InputError(
        'Invalid field "findings": one of them occurs twice',
      );
    }
    const report = await withAuditEvent(
      auditor,
      {
        eventId: 'finding-triage',
        severityLevel: 'medium',
        request: req,
        meta: { queryType: request.action.type, findings: ids.length },
      },
      () => triage(caller, request, req.header('Idempotency-Key')),
      ({ applied }) => ({ applied }),
    );
    res.json(report);
  });

  router.get('/v1/findings/:id', async (req, res) => {
    const { credentials } = await callerOf(req, options);
    const finding = await requireFinding(req.params.id, credentials);
    res.set('ETag', entityTag(finding.version)).json(finding);
  });

  router.get('/v1/findings/:id/events', async (req, res) => {
    const { credentials } = await callerOf(req, options);
    const { id } = await requireFinding(req.params.id, credentials);
    res.json({ items: await readFindingEvents({ knex, id }) });
  });

  router.post('/v1/findings/:id/triage', async (req, res) => {
    const caller = await callerOf(req, options);
    const { id } = req.params;
    const version = versionToMatch(req);
    await withAuditEvent(
      auditor,
      {
        eventId: 'finding-triage',
        severityLevel: 'medium',
        request: req,
        meta: { queryType: req.body.type, finding: id },
      },
      async () =>
        throwRefusal(
          await triage(
            caller,
            { findings: [{ id, version }], action: req.body },
            req.header('Idempotency-Key'),
          ),
        ),
    );
    const finding = await requireFinding(id, caller.credentials);
    res.set('ETag', entityTag(finding.version)).json(finding);
  });

  /** What is hidden is answered like what does not exist. */
  async function requireFinding(
    id: string,
    credentials: Caller['credentials'],
  ): Promise<FindingDetail> {
    const finding = await readFinding({ knex, id });
    const seen =
      finding &&
      (await authorizer.allowed([finding.entityRef], READ, credentials));
    if (!finding || !seen?.has(finding.entityRef)) {
      throw new NotFoundError(`No finding ${id}`);
    }
    return finding;
  }

  async function triage(
    { credentials, actor }: Caller,
    { findings, action }: BulkTriageRequest,
    key: string | undefined,
  ): Promise<BulkTriageReport> {
    checkTriageAction(action);
    options.limiter.spend(actor, findings.length);
    const refs = await readFindingRefs({
      knex,
      ids: findings.map(({ id }) => id),
    });
    const entityRefs = [...new Set(refs.values())];
    const readable = await authorizer.allowed(entityRefs, READ, credentials);
    const allowed = await authorizer.allowed(
      entityRefs,
      [...READ, readinessFindingTriagePermission],
      credentials,
    );
    const refused = new Set(
      findings
        .map(({ id }) => id)
        .filter(id => {
          const ref = refs.get(id);
          return ref && readable.has(ref) && !allowed.has(ref);
        }),
    );
    const { response } = await runIdempotent({
      knex,
      key,
      principal: actor,
      request: ['triage', findings, action],
      work: tx =>
        triageFindings({
          tx,
          findings,
          entityRefs: new Map([...refs].filter(([, ref]) => allowed.has(ref))),
          action,
          actor,
          standard: options.standards.main(),
        }),
    });
    return {
      ...response,
      items: response.items.map(item =>
        refused.has(item.id)
          ? {
              ...item,
              code: 'not-allowed',
              reason: 'Not allowed to decide about findings of this entity',
            }
          : item,
      ),
    };
  }
}

function throwRefusal({ items: [item] }: BulkTriageReport): void {
  if (item.result !== 'refused') {
    return;
  }
  switch (item.code) {
    case 'not-found':
      throw new NotFoundError(`No finding ${item.id}`);
    case 'not-allowed':
      throw new NotAllowedError(item.reason);
    case 'changed':
      throw new PreconditionFailedError(item.reason);
    default:
      throw new ConflictError(item.reason);
  }
}
