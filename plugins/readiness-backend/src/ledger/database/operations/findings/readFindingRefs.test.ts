import {
  createTestDatabases,
  databaseIds,
} from '../../../../__testUtils__/databases';
import {
  createAudit,
  createCheck,
  createEntity,
  createResult,
  seed,
  writeAuditOf,
} from '../../../../__testUtils__/fixtures';
import { markGone } from '../../../../queue/seeding/operations/markGone';
import { readFindingRefs } from './readFindingRefs';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('readFindingRefs on %s', id => {
  it('knows the entities of findings, without those that have gone', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one'), createEntity('two')]);
    for (const name of ['one', 'two']) {
      await writeAuditOf(
        knex,
        createAudit(`component:default/${name}`, [
          createResult(createCheck('a'), 'fail'),
        ]),
      );
    }
    await markGone({ knex, entityRefs: ['component:default/two'] });
    const ids = await knex('findings').pluck('id');
    const { id: kept } = await knex('findings')
      .where('entity_ref', 'component:default/one')
      .first();
    expect(await readFindingRefs({ knex, ids: [...ids, 'none'] })).toEqual(
      new Map([[kept, 'component:default/one']]),
    );
  });
});
