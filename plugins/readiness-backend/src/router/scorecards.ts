import { TypedRouter } from '@backstage/backend-openapi-utils';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import { readinessFindingReadPermission } from '@readiness/plugin-readiness-common';
import { DateTime } from 'luxon';
import { readScoreHistory } from '../ledger/database/operations/history/readScoreHistory';
import { scorecardsCursor } from '../ledger/database/operations/scorecards/cursor';
import { listScorecards } from '../ledger/database/operations/scorecards/listScorecards';
import { readTrend } from '../ledger/database/operations/scorecards/readTrend';
import { Endpoints } from './endpoints';
import type { RouterOptions } from './index';

const DEFAULT_LIMIT = 50;
const DEFAULT_DAYS = 90;

/** How entities, owners, systems and the organisation stand, and how that changed. */
export function addScorecardRoutes(
  router: TypedRouter<Endpoints>,
  { knex, httpAuth, authorizer }: RouterOptions,
): void {
  router.get(
    '/v1/entities/:kind/:namespace/:name/history',
    async (req, res) => {
      const entityRef = stringifyEntityRef(req.params);
      const credentials = await httpAuth.credentials(req);
      await authorizer.requireReadable(entityRef, credentials);
      const items = await readScoreHistory({ knex, entityRef });
      const showsFindings = await authorizer.allowed(
        [entityRef],
        [readinessFindingReadPermission],
        credentials,
      );
      res.json({
        items: showsFindings.has(entityRef)
          ? items
          : items.map(item => ({ ...item, cameAndWent: [] })),
      });
    },
  );

  router.get('/v1/scorecards', async (req, res) => {
    const visibility = await authorizer.visibility(
      await httpAuth.credentials(req),
    );
    const { by, cursor, limit = DEFAULT_LIMIT } = req.query;
    const request =
      cursor === undefined
        ? { query: { by }, position: undefined }
        : scorecardsCursor.decode(cursor);
    res.json(
      await listScorecards({
        knex,
        visibility,
        ...request.query,
        position: request.position,
        limit,
      }),
    );
  });

  router.get('/v1/trends', async (req, res) => {
    const visibility = await authorizer.visibility(
      await httpAuth.credentials(req),
    );
    const { dimension, key = '', from = daysAgo(DEFAULT_DAYS) } = req.query;
    if (!DateTime.fromISO(from).isValid) {
      throw new InputError('Invalid parameter "from": not a day');
    }
    if (dimension === 'organisation' && key !== '') {
      throw new InputError(
        'Invalid parameter "key": there is only one organisation',
      );
    }
    const items = await readTrend({
      knex,
      visibility,
      dimension,
      key: key.toLocaleLowerCase('en-US'),
      from,
    });
    if (!items) {
      throw new NotFoundError('No such sums');
    }
    res.json({ items });
  });
}

function daysAgo(days: number): string {
  return DateTime.utc().minus({ days }).toISODate();
}
