import {
  createTestDatabases,
  databaseIds,
} from '../../../__testUtils__/databases';
import {
  claim,
  claimNext,
  createAudit,
  createEntity,
  createQueue,
  createSeeded,
  seed,
  writeAuditOf,
} from '../../../__testUtils__/fixtures';
import { markGone } from './markGone';
import { upsertEntities } from './upsertEntities';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const one = 'component:default/one';

describe.each(databaseIds)('upsertEntities on %s', id => {
  const upsert = (
    knex: Parameters<typeof upsertEntities>[0]['knex'],
    ...entities: ReturnType<typeof createEntity>[]
  ) =>
    upsertEntities({
      knex,
      entities: entities.map(entity => createSeeded(entity)),
    });

  it('adds new entities due now, and writes nothing for known ones', async () => {
    const knex = await databases.migrated(id);
    const entities = Array.from({ length: 450 }, (_, index) =>
      createEntity(`e${index}`),
    );
    expect(await upsert(knex, ...entities)).toEqual({ added: 450, changed: 0 });

    const statements: string[] = [];
    knex.on('query', ({ sql }) => statements.push(sql));
    expect(await upsert(knex, ...entities)).toEqual({ added: 0, changed: 0 });
    expect(statements).toHaveLength(1);
    expect(statements[0]).toMatch(/^select/);
  });

  it('makes changed ones due now and keeps their score', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one'), createEntity('two')]);
    await writeAuditOf(knex, createAudit(one, []));
    await writeAuditOf(knex, createAudit('component:default/two', []));

    const changed = createEntity('one', { owner: 'group:default/b' });
    expect(await upsert(knex, changed, createEntity('two'))).toEqual({
      added: 0,
      changed: 1,
    });
    expect(
      await knex('entities').where({ entity_ref: one }).first(),
    ).toMatchObject({
      owner: 'group:default/b',
      audited_at: expect.anything(),
    });
    expect((await claimNext(knex))?.entityRef).toBe(one);
    expect(await claimNext(knex)).toBeUndefined();
  });

  it('brings back what was gone', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    await writeAuditOf(knex, createAudit(one, []));
    await markGone({ knex, entityRefs: [one] });
    expect(await upsert(knex, createEntity('one'))).toEqual({
      added: 1,
      changed: 0,
    });
    expect(await createQueue(knex).state(one)).toMatchObject({
      status: 'queued',
      checkedAt: expect.any(String),
    });
  });

  it('lets a running audit be followed by another', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one')]);
    const run = await claim(knex, one);
    await upsert(knex, createEntity('one', { lifecycle: 'deprecated' }));
    expect(await knex('queue').first()).toMatchObject({
      ticket: run.ticket,
      requested_at: expect.anything(),
    });
  });

  it('moves those that are read from elsewhere, or more often, without making them due', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one'), createEntity('two')]);
    await writeAuditOf(knex, createAudit(one, []));
    await writeAuditOf(knex, createAudit('component:default/two', []));
    const before = await knex('queue').where({ entity_ref: one }).first();

    const move = (placement: Parameters<typeof createSeeded>[1]) =>
      upsertEntities({
        knex,
        entities: [createSeeded(createEntity('one'), placement)],
      });
    await move({ host: 'git.example.com', interval_seconds: 7200 });
    expect(await knex('queue').where({ entity_ref: one }).first()).toEqual({
      ...before,
      host: 'git.example.com',
      interval_seconds: 7200,
    });
    expect(await knex('source_hosts').pluck('host')).toEqual([
      '',
      'git.example.com',
    ]);

    await move({ host: 'git.example.com', interval_seconds: 60 });
    const after = await knex('queue').where({ entity_ref: one }).first();
    expect(after.next_audit_at < before.next_audit_at).toBe(true);
    expect(await claimNext(knex)).toBeUndefined();
  });
});
