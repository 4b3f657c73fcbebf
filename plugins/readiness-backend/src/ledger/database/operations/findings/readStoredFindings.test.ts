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
import { readStoredFindings } from './readStoredFindings';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const entityRef = 'component:default/one';

describe.each(databaseIds)('readStoredFindings on %s', id => {
  it('has all, and says which keep their clock', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const check = createCheck('a');
    const audit = createAudit(
      entityRef,
      [createResult(check, 'fail', ['x', 'y', 'z'])],
      [check],
    );
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

    const stored = await readStoredFindings({ knex, entityRef });
    expect(stored.get(x)).toEqual({
      check: 'a',
      area: 'logging',
      phase: check.phase,
      title: 'Title of a',
      severity: 'high',
      confidence: 'certain',
      path: 'src/main.ts',
      line: 3,
      state: 'open',
      owner: 'group:default/team-a',
      firstOwner: 'group:default/team-a',
      keepsClock: true,
      firstSeenAt: expect.stringMatching(/Z$/),
      confirmedAt: null,
      dueFactor: 2,
      dueAt: expect.stringMatching(/Z$/),
      updatedAt: expect.stringMatching(/Z$/),
      version: 1,
    });
    expect(stored.get(y)).toMatchObject({ keepsClock: true });
    expect(stored.get(z)).toMatchObject({
      keepsClock: false,
      state: 'resolved',
    });
  });
});
