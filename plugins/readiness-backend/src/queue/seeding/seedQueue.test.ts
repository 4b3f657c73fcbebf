import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Knex } from 'knex';
import {
  createTestDatabases,
  databaseIds,
} from '../../__testUtils__/databases';
import { createEntity } from '../../__testUtils__/fixtures';
import { listPresent } from './operations/listPresent';
import { EntityPlacer } from './EntityPlacer';
import { seedQueue } from './seedQueue';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('seedQueue on %s', id => {
  const options = (knex: Knex, entities: Entity[]) => ({
    knex,
    catalog: catalogServiceMock({ entities }),
    auth: mockServices.auth(),
    filter: { kind: { $in: ['Component', 'API'] } },
    placer: new EntityPlacer({
      collectors: [],
      schedules: [],
      standard: 'enterprise',
      intervalSeconds: 3600,
    }),
    removeAfterSeconds: 3600,
  });

  it('takes what the filter selects, and notices what is new, changed and gone', async () => {
    const knex = await databases.migrated(id);
    const entities = Array.from({ length: 1200 }, (_, index) =>
      createEntity(`e${index}`),
    );
    expect(
      await seedQueue(
        options(knex, [...entities, createEntity('a', { kind: 'Group' })]),
      ),
    ).toEqual({ total: 1200, added: 1200, changed: 0, gone: 0, removed: 0 });

    const next = [
      createEntity('e0', { lifecycle: 'deprecated' }),
      ...entities.slice(1, 1199),
      createEntity('new', { kind: 'API' }),
    ];
    expect(await seedQueue(options(knex, next))).toEqual({
      total: 1200,
      added: 1,
      changed: 1,
      gone: 1,
      removed: 0,
    });
    expect(
      await seedQueue({ ...options(knex, next), removeAfterSeconds: 0 }),
    ).toEqual({ total: 1200, added: 0, changed: 0, gone: 0, removed: 1 });
  });

  it('takes nothing for gone when the catalog fails halfway', async () => {
    const knex = await databases.migrated(id);
    await seedQueue(options(knex, [createEntity('one'), createEntity('two')]));
    const broken = catalogServiceMock.mock();
    broken.streamEntities.mockImplementation(async function* stream() {
      yield [createEntity('one'), createEntity('three')];
      throw new Error('The catalog is down');
    });
    await expect(
      seedQueue({ ...options(knex, []), catalog: broken }),
    ).rejects.toThrow('The catalog is down');
    expect((await listPresent({ knex })).sort()).toEqual([
      'component:default/one',
      'component:default/three',
      'component:default/two',
    ]);
  });
});
