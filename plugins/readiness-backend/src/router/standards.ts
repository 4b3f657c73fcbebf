import { TypedRouter } from '@backstage/backend-openapi-utils';
import { Endpoints } from './endpoints';
import type { RouterOptions } from './index';

/** The standards. They tell nothing of any entity: whoever is signed in may read them. */
export function addStandardRoutes(
  router: TypedRouter<Endpoints>,
  { httpAuth, standards }: RouterOptions,
): void {
  router.get('/v1/standards', async (req, res) => {
    await httpAuth.credentials(req);
    res.json({ items: standards.list() });
  });

  router.get('/v1/standards/:id', async (req, res) => {
    await httpAuth.credentials(req);
    res.json(standards.get(req.params.id));
  });
}
