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
import { readAudit } from './readAudit';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const entityRef = 'component:default/one';

describe.each(databaseIds)('readAudit on %s', id => {
  it('is null without an audit', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    expect(await readAudit({ knex, entityRef })).toBeNull();
  });

  it('gives findings the dates of the ledger, and no due date to plausible ones', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    await writeAuditOf(
      knex,
      createAudit(entityRef, [
        createResult(createCheck('a', { severity: 'critical' }), 'fail'),
        createResult(createCheck('b', { confidence: 'plausible' }), 'fail'),
      ]),
    );
    const audit = await readAudit({ knex, entityRef });
    const [a, b] = ['a', 'b'].map(
      check => audit!.findings.find(finding => finding.check === check)!,
    );
    // The first audit of an entity: seven days, twice.
    expect(Date.parse(a.dueAt!) - Date.parse(a.firstSeenAt!)).toBe(
      14 * 86400_000,
    );
    expect(b).toMatchObject({ firstSeenAt: a.firstSeenAt });
    expect(b).not.toHaveProperty('dueAt');
  });
});
