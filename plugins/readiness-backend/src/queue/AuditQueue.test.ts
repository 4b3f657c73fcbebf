import { createTestDatabases, databaseIds } from '../__testUtils__/databases';
import { createEntity, createQueue, seed } from '../__testUtils__/fixtures';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('AuditQueue on %s', id => {
  const named = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, index) =>
      createEntity(`${prefix}${index}`),
    );

  it('lets hosts take turns, whatever they have waiting', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, named('large', 30), { host: 'large' });
    await seed(knex, named('small', 2), { host: 'small' });
    await seed(knex, named('none', 2));
    const queue = createQueue(knex);
    const claimed = (await queue.claim(6)).map(({ host }) => host);
    expect(claimed.sort()).toEqual([
      '',
      '',
      'large',
      'large',
      'small',
      'small',
    ]);
    expect(await queue.claim(50)).toHaveLength(28);
    expect(await queue.claim(50)).toEqual([]);
  });

  it('takes nothing of one host before something more urgent of another', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, named('a', 5), { host: 'a' });
    await seed(knex, named('b', 5), { host: 'b' });
    const queue = createQueue(knex);
    await queue.request(['component:default/a4']);
    await queue.request(['component:default/b3']);
    await queue.request(['component:default/b4']);
    const refs = (await queue.claim(3)).map(({ runs }) => runs[0].entityRef);
    expect(refs.sort()).toEqual([
      'component:default/a4',
      'component:default/b3',
      'component:default/b4',
    ]);
  });

  it('goes on to other hosts when one can bear no more', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, named('a', 3), { host: 'a', repository: 'https://a/1' });
    await seed(knex, named('b', 1), { host: 'a', repository: 'https://a/2' });
    await seed(knex, named('c', 3), { host: 'c' });
    const queue = createQueue(knex, { hosts: [{ host: 'a', concurrency: 1 }] });
    await queue.claim(1);
    const hosts = (await queue.claim(10)).map(({ host }) => host);
    expect(hosts).toEqual(['c', 'c', 'c']);
  });
});
