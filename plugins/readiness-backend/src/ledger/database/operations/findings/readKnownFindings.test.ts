import { nowPlus } from '../../../../database/time';
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
import { readKnownFindings } from './readKnownFindings';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const entityRef = 'component:default/one';

describe.each(databaseIds)('readKnownFindings on %s', id => {
  it('has open ones, and resolved ones for 30 days', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const audit = createAudit(entityRef, [
      createResult(createCheck('a'), 'fail', ['x', 'y', 'z']),
    ]);
    await writeAuditOf(knex, audit);
    const [x, y, z] = audit.findings.map(({ fingerprint }) => fingerprint);
    const resolve = (fingerprint: string, daysAgo: number) =>
      knex('findings')
        .where({ fingerprint })
        .update({
          state: 'resolved',
          resolved_at: nowPlus(knex, -daysAgo * 86400),
        });
    await resolve(y, 29);
    await resolve(z, 31);

    const known = await readKnownFindings({ knex, entityRef });
    expect([...known.keys()].sort()).toEqual([x, y].sort());
    expect(known.get(x)).toEqual({
      firstSeenAt: expect.stringMatching(/Z$/),
      dueAt: expect.stringMatching(/Z$/),
    });
  });
});
