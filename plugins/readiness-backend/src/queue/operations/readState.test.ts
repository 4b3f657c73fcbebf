import {
  createTestDatabases,
  databaseIds,
} from '../../__testUtils__/databases';
import {
  claim,
  createAudit,
  createEntity,
  createQueue,
  seed,
  writeAuditOf,
} from '../../__testUtils__/fixtures';
import { readState } from './readState';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const ref = (name: string) => `component:default/${name}`;

describe.each(databaseIds)('readState on %s', id => {
  it('tells position, running, done, and how old', async () => {
    const knex = await databases.migrated(id);
    await seed(
      knex,
      ['a', 'b', 'c', 'd'].map(name => createEntity(name)),
    );
    const state = (name: string, staleAfterSeconds = 3600) =>
      readState({ knex, entityRef: ref(name), staleAfterSeconds });

    expect(await state('d')).toEqual({
      status: 'queued',
      position: 4,
      checkedAt: null,
      nextAuditAt: expect.any(String),
      stale: false,
    });
    await createQueue(knex).request([ref('d')]);
    expect(await state('d')).toMatchObject({ status: 'queued', position: 1 });
    expect(await state('a')).toMatchObject({ status: 'queued', position: 2 });

    await claim(knex, ref('a'));
    expect(await state('a')).toMatchObject({
      status: 'running',
      nextAuditAt: null,
    });
    expect((await state('a'))?.position).toBeUndefined();

    await writeAuditOf(knex, createAudit(ref('b'), []));
    const done = await state('b');
    expect(done).toMatchObject({ status: 'done', stale: false });
    expect(done?.position).toBeUndefined();
    expect(Math.abs(Date.parse(done!.checkedAt!) - Date.now())).toBeLessThan(
      10_000,
    );
    expect(await state('b', -10)).toMatchObject({ stale: true });
    expect(await state('unknown')).toBeUndefined();
  });

  it('calls an entity queued whose worker has died', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('a')]);
    await claim(knex, ref('a'));
    await knex('queue').update({ next_audit_at: '2020-01-01 00:00:00.000' });
    expect(
      await readState({ knex, entityRef: ref('a'), staleAfterSeconds: 60 }),
    ).toMatchObject({ status: 'queued', position: 1 });
  });
});
