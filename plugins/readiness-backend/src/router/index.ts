import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import { createValidatedOpenApiRouterFromGeneratedEndpointMap } from '@backstage/backend-openapi-utils';
import { InputError } from '@backstage/errors';
import { RequestHandler, Router } from 'express';
import { Knex } from 'knex';
import { InstalledStandards } from '../auditing/InstalledStandards';
import { ReadinessConfig } from '../config/readReadinessConfig';
import { Judgements } from '../ledger/Judgements';
import { AuditAuthorizer } from '../permissions/AuditAuthorizer';
import { AuditQueue } from '../queue/AuditQueue';
import { addAttestationRoutes } from './attestations';
import { Endpoints } from './endpoints';
import { addEntityRoutes } from './entities';
import { addFindingRoutes } from './findings';
import { spec } from './openapi.generated';
import { parseBody } from './parseBody';
import { addQueueRoutes } from './queue';
import { RateLimiter } from './RateLimiter';
import { addScorecardRoutes } from './scorecards';
import { addServiceRoutes } from './services';
import { addStandardRoutes } from './standards';
import { addWaiverRoutes } from './waivers';

/** What the routes need. */
export interface RouterOptions {
  knex: Knex;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
  authorizer: AuditAuthorizer;
  queue: AuditQueue;
  standards: InstalledStandards;
  judgements: Judgements;
  /** Of requests that cost much. */
  limiter: RateLimiter;
  waivers: ReadinessConfig['waivers'];
}

/** No name holds it, and PostgreSQL would answer a query that does with an error. */
const refuseCharacterZero: RequestHandler = (req, _res, next) => {
  next(
    req.url.includes('%00')
      ? new InputError('The address contains the character 0')
      : undefined,
  );
};

/** The HTTP API of `openapi.yaml`. */
export function createRouter(options: RouterOptions): Router {
  const router =
    createValidatedOpenApiRouterFromGeneratedEndpointMap<Endpoints>(spec, {
      middleware: [refuseCharacterZero, parseBody],
      validatorOptions: {
        // A wrong response is a defect of ours: tests find it, users get the answer all the same.
        validateResponses: process.env.NODE_ENV === 'test',
      },
    });
  addEntityRoutes(router, options);
  addAttestationRoutes(router, options);
  addFindingRoutes(router, options);
  addQueueRoutes(router, options);
  addWaiverRoutes(router, options);
  addScorecardRoutes(router, options);
  addServiceRoutes(router, options);
  addStandardRoutes(router, options);
  return router;
}
