import {
  createTestDatabases,
  databaseIds,
} from '../../../__testUtils__/databases';
import {
  createAudit,
  createCheck,
  createEntity,
  createResult,
  seed,
  writeAuditOf,
} from '../../../__testUtils__/fixtures';
import { markGone } from './markGone';
import { removeGone } from './removeGone';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const one = 'component:default/one';

describe.each(databaseIds)('removeGone on %s', id => {
  it('removes everything after the grace period, and nothing before', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one'), createEntity('two')]);
    const check = createCheck('log-levels');
    await writeAuditOf(knex, createAudit(one, [createResult(check, 'fail')]));
    await markGone({ knex, entityRefs: [one] });

    expect(await removeGone({ knex, graceSeconds: 60 })).toBe(0);
    expect(await knex('findings')).toHaveLength(1);
    expect(await removeGone({ knex, graceSeconds: 0 })).toBe(1);
    for (const table of ['audits', 'area_scores', 'findings']) {
      expect(await knex(table)).toEqual([]);
    }
    expect(await knex('entities').select('entity_ref')).toEqual([
      { entity_ref: 'component:default/two' },
    ]);
    expect(await knex('queue')).toHaveLength(1);
  });
});
