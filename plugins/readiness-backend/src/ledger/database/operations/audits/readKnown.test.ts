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
import { readKnown } from './readKnown';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const entityRef = 'component:default/one';

describe.each(databaseIds)('readKnown on %s', id => {
  it('knows nothing of a new entity but the time', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const [known] = await readKnown({ knex, entityRefs: [entityRef] });
    expect(known).toEqual({
      now: expect.stringMatching(/^\d{4}-.*Z$/),
      rulesHash: null,
      owner: null,
      becameOverdue: false,
      collections: new Map(),
    });
    expect(Math.abs(Date.parse(known.now) - Date.now())).toBeLessThan(10_000);
  });

  it('tells of a due date that has passed since the last judgement', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    await writeAuditOf(
      knex,
      createAudit(entityRef, [createResult(createCheck('a'), 'fail')]),
    );
    const overdue = async (judgedAt: string, dueAt: string, state = 'open') => {
      await knex('audits').update({ judged_at: judgedAt });
      await knex('findings').update({ due_at: dueAt, state });
      const [known] = await readKnown({ knex, entityRefs: [entityRef] });
      return known.becameOverdue;
    };
    const [jan1, jan2] = ['2026-01-01 00:00:00.000', '2026-01-02 00:00:00.000'];
    expect(await overdue(jan1, jan2)).toBe(true);
    expect(await overdue(jan1, jan2, 'resolved')).toBe(false);
    expect(await overdue(jan2, jan1)).toBe(false);
    expect(await overdue(jan1, '2999-01-01 00:00:00.000')).toBe(false);
  });

  it('tells of many in the order of the question', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one'), createEntity('two')]);
    await writeAuditOf(knex, createAudit(entityRef, []));
    const refs = ['component:default/two', entityRef, 'component:default/x'];
    const known = await readKnown({ knex, entityRefs: refs });
    expect(known.map(({ rulesHash }) => rulesHash)).toEqual([
      null,
      'rules',
      null,
    ]);
  });
});
