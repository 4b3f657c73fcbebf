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
import { touchAudit } from './touchAudit';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const entityRef = 'component:default/one';

describe.each(databaseIds)('touchAudit on %s', id => {
  it('moves only the time of the check, and only with a valid ticket', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    await writeAuditOf(knex, createAudit(entityRef, []));
    const [before] = await knex('audits');
    const run = await claim(knex, entityRef);
    await new Promise(resolve => setTimeout(resolve, 20));

    expect(await touchAudit({ knex, run, nextInSeconds: 600 })).toBe(true);
    const [after] = await knex('audits');
    expect(after.checked_at > before.checked_at).toBe(true);
    expect(after).toEqual({ ...before, checked_at: after.checked_at });

    expect(await touchAudit({ knex, run, nextInSeconds: 600 })).toBe(false);
    expect(await knex('audits')).toEqual([after]);
  });
});
