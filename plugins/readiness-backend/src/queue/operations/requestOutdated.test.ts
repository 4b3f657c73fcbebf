import {
  createTestDatabases,
  databaseIds,
} from '../../__testUtils__/databases';
import {
  claimNext,
  createAudit,
  createEntity,
  seed,
  writeAuditOf,
} from '../../__testUtils__/fixtures';
import { requestOutdated } from './requestOutdated';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('requestOutdated on %s', id => {
  it('makes due what other rules have judged', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one'), createEntity('two')]);
    await writeAuditOf(knex, createAudit('component:default/one', []));
    await writeAuditOf(knex, createAudit('component:default/two', []));
    await knex('audits')
      .where({ entity_ref: 'component:default/two' })
      .update({ rules_hash: 'older' });

    expect(await requestOutdated({ knex, rulesHash: 'rules' })).toBe(1);
    expect((await claimNext(knex))?.entityRef).toBe('component:default/two');
    expect(await claimNext(knex)).toBeUndefined();
    expect(await requestOutdated({ knex, rulesHash: 'rules' })).toBe(0);
  });
});
