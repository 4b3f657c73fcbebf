import {
  createTestDatabases,
  databaseIds,
} from '../../../../__testUtils__/databases';
import { createEntity, seed } from '../../../../__testUtils__/fixtures';
import { markGone } from '../../../../queue/seeding/operations/markGone';
import { serviceFacets } from './serviceFacets';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('serviceFacets on %s', id => {
  it('lists each value once, in order, of what the caller may see', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [
      createEntity('a', { owner: 'group:default/b', type: 'website' }),
      createEntity('b', { owner: 'group:default/a', system: 'system:x/y' }),
      createEntity('c', { owner: null, kind: 'API', lifecycle: 'old' }),
      createEntity('d', { owner: 'group:default/gone', type: 'gone' }),
    ]);
    await markGone({ knex, entityRefs: ['component:default/d'] });
    let statements = 0;
    knex.on('query', () => statements++);

    expect(await serviceFacets({ knex, visibility: undefined })).toEqual({
      owner: ['group:default/a', 'group:default/b'],
      kind: ['API', 'Component'],
      type: ['service', 'website'],
      system: ['system:x/y'],
      lifecycle: ['old', 'production'],
    });
    expect(
      await serviceFacets({
        knex,
        visibility: { column: 'owner', values: ['group:default/b'] },
      }),
    ).toEqual({
      owner: ['group:default/b'],
      kind: ['Component'],
      type: ['website'],
      system: [],
      lifecycle: ['production'],
    });
    expect(statements).toBe(2);
  });
});
