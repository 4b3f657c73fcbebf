import {
  createTestDatabases,
  databaseIds,
} from '../../../../__testUtils__/databases';
import { createEntity, seed } from '../../../../__testUtils__/fixtures';
import { lockEntities } from './lockEntities';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('lockEntities on %s', id => {
  it('lets two transactions follow each other, in whatever order they name entities', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one'), createEntity('two')]);
    const refs = ['component:default/one', 'component:default/two'];
    const steps: string[] = [];
    const work = (name: string, entityRefs: string[]) =>
      knex.transaction(async tx => {
        await lockEntities({ tx, entityRefs });
        steps.push(`${name} begins`);
        await new Promise(resolve => setTimeout(resolve, 50));
        steps.push(`${name} ends`);
      });
    await Promise.all([work('a', refs), work('b', [...refs].reverse())]);
    const [first] = steps;
    const [a, b] = first === 'a begins' ? ['a', 'b'] : ['b', 'a'];
    expect(steps).toEqual([
      `${a} begins`,
      `${a} ends`,
      `${b} begins`,
      `${b} ends`,
    ]);
  });
});
