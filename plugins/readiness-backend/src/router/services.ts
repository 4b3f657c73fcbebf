import { TypedRouter } from '@backstage/backend-openapi-utils';
import { listServices } from '../ledger/database/operations/services/listServices';
import { serviceFacets } from '../ledger/database/operations/services/serviceFacets';
import { Endpoints } from './endpoints';
import type { RouterOptions } from './index';
import { parseServicesRequest } from './parseServicesRequest';

/** The services list and the values of its filters. */
export function addServiceRoutes(
  router: TypedRouter<Endpoints>,
  { knex, httpAuth, authorizer }: RouterOptions,
): void {
  router.get('/v1/services', async (req, res) => {
    const visibility = await authorizer.visibility(
      await httpAuth.credentials(req),
    );
    const request = parseServicesRequest(req.query);
    res.json(await listServices({ knex, visibility, ...request }));
  });

  router.get('/v1/services/facets', async (req, res) => {
    const visibility = await authorizer.visibility(
      await httpAuth.credentials(req),
    );
    res.json(await serviceFacets({ knex, visibility }));
  });
}
