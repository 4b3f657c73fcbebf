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
import { readFinding } from './readFinding';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const entityRef = 'component:default/one';
const check = createCheck('log-levels');

describe.each(databaseIds)('readFinding on %s', id => {
  it('has the evidence of the last audit while that sees it', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const audit = createAudit(entityRef, [
      createResult(check, 'fail', ['a', 'b']),
    ]);
    await writeAuditOf(knex, audit);
    const { id: findingId } = await knex('findings')
      .where('fingerprint', audit.findings[1].fingerprint)
      .first();

    expect(await readFinding({ knex, id: findingId })).toMatchObject({
      id: findingId,
      entityRef,
      state: 'open',
      evidence: { path: 'src/main.ts', line: 3, subject: 'b' },
      source: 'https://example.com/repository',
      revision: 'r1',
    });

    await writeAuditOf(
      knex,
      createAudit(entityRef, [createResult(check, 'fail', ['a'])]),
    );
    expect(await readFinding({ knex, id: findingId })).toMatchObject({
      state: 'resolved',
      resolvedAt: expect.any(String),
      evidence: null,
    });

    await markGone({ knex, entityRefs: [entityRef] });
    expect(await readFinding({ knex, id: findingId })).toBeUndefined();
  });

  it('does not know what there is not', async () => {
    const knex = await databases.migrated(id);
    expect(await readFinding({ knex, id: 'x' })).toBeUndefined();
  });
});
