import {
  createTestDatabases,
  databaseIds,
} from '../../../../__testUtils__/databases';
import {
  claim,
  createAudit,
  createEntity,
  seed,
  writeAuditOf,
} from '../../../../__testUtils__/fixtures';
import { touchAudits } from './touchAudits';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const entityRef = 'component:default/one';

describe.each(databaseIds)('touchAudits on %s', id => {
  it('moves only the time of the check, and only with a valid ticket', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    await writeAuditOf(knex, createAudit(entityRef, []));
    const [before] = await knex('audits');
    const runs = [{ run: await claim(knex, entityRef), nextInSeconds: 600 }];
    await new Promise(resolve => setTimeout(resolve, 20));

    expect(await touchAudits({ knex, runs })).toEqual([true]);
    const [after] = await knex('audits');
    expect(after.checked_at > before.checked_at).toBe(true);
    expect(after).toEqual({ ...before, checked_at: after.checked_at });

    expect(await touchAudits({ knex, runs })).toEqual([false]);
    expect(await knex('audits')).toEqual([after]);
  });
});
