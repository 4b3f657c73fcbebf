import {
  createTestDatabases,
  databaseIds,
} from '../../__testUtils__/databases';
import { claim, createEntity, seed } from '../../__testUtils__/fixtures';
import { renewLeases } from './renewLeases';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('renewLeases on %s', id => {
  it('keeps entities for the holder of the ticket only', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one'), createEntity('two')]);
    const run = await claim(knex, 'component:default/one');
    const other = { ...run, entityRef: 'component:default/two' };
    const renew = (...runs: (typeof run)[]) =>
      renewLeases({ knex, runs, leaseSeconds: 600 });

    const before = await knex('queue').where({ ticket: run.ticket }).first();
    expect(await renew(run, other)).toEqual([run]);
    const after = await knex('queue').where({ ticket: run.ticket }).first();
    expect(after.next_audit_at > before.next_audit_at).toBe(true);

    expect(await renew({ ...run, ticket: 'another' })).toEqual([]);
    await knex('queue').delete();
    expect(await renew(run)).toEqual([]);
  });
});
