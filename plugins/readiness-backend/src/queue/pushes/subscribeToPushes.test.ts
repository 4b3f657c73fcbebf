import { mockServices } from '@backstage/backend-test-utils';
import {
  CatalogScmEvent,
  CatalogScmEventsService,
} from '@backstage/plugin-catalog-node/alpha';
import {
  createTestDatabases,
  databaseIds,
} from '../../__testUtils__/databases';
import {
  claim,
  createEntity,
  createQueue,
  seed,
} from '../../__testUtils__/fixtures';
import { completeRun } from '../operations/completeRun';
import { PRIORITY } from '../priorities';
import { subscribeToPushes } from './subscribeToPushes';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('subscribeToPushes on %s', id => {
  async function start() {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')], {
      repository: 'https://git.example.com/org/repo',
    });
    await seed(knex, [createEntity('two')]);
    for (const name of ['one', 'two']) {
      const run = await claim(knex, `component:default/${name}`);
      await completeRun({ tx: knex, run, nextInSeconds: 600 });
    }
    let publish: (events: CatalogScmEvent[]) => Promise<void> = async () => {};
    const scmEvents = {
      subscribe: jest.fn(({ onEvents }) => {
        publish = onEvents;
        return { unsubscribe: () => {} };
      }),
      publish: jest.fn(),
      markEventActionTaken: jest.fn(),
    } satisfies CatalogScmEventsService;
    const logger = mockServices.logger.mock();
    const queue = createQueue(knex);
    const nudged = jest.fn();
    queue.onDue(nudged);
    subscribeToPushes({ knex, scmEvents, queue, logger });
    const due = () => knex('queue').whereNotNull('turn').select('*');
    return { knex, due, publish, scmEvents, logger, nudged };
  }

  it.each<CatalogScmEvent>([
    {
      type: 'location.updated',
      url: 'https://git.example.com/org/repo/blob/main/deep/catalog-info.yaml',
    },
    {
      type: 'repository.moved',
      fromUrl: 'https://git.example.com/org/Repo',
      toUrl: 'https://git.example.com/org/new',
    },
  ])('makes due who lives there: $type', async event => {
    const { due, publish, scmEvents, nudged } = await start();
    await publish([event]);
    expect(await due()).toMatchObject([
      { entity_ref: 'component:default/one', priority: PRIORITY.pushed },
    ]);
    expect(scmEvents.markEventActionTaken).toHaveBeenCalledWith({
      count: 1,
      action: 'refresh',
    });
    expect(nudged).toHaveBeenCalled();
  });

  it('cares for nothing else, and throws nothing at the publisher', async () => {
    const { knex, due, publish, scmEvents, logger } = await start();
    await publish([
      { type: 'repository.updated', url: 'https://git.example.com/org/other' },
      { type: 'repository.created', url: 'no URL' },
    ]);
    expect(await due()).toEqual([]);
    expect(scmEvents.markEventActionTaken).not.toHaveBeenCalled();

    await knex.schema.renameTable('queue', 'elsewhere');
    await publish([
      { type: 'repository.updated', url: 'https://git.example.com/org/repo' },
    ]);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(/^Could not make entities due after a push/),
    );
  });
});
