import {
  createTestDatabases,
  databaseIds,
} from '../../__testUtils__/databases';
import { claimNext, createEntity, seed } from '../../__testUtils__/fixtures';
import { admitDue } from './admitDue';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('admitDue on %s', id => {
  const of = (owner: string, count: number) =>
    Array.from({ length: count }, (_, index) =>
      createEntity(`${owner}${index}`, { owner: `group:default/${owner}` }),
    );

  it('lets owners take turns, also those who come later', async () => {
    const knex = await databases.migrated(id);
    const next = async () =>
      (await claimNext(knex))?.entityRef.replace('component:default/', '');
    await seed(knex, [...of('large', 20), ...of('small', 2)]);
    const first = [await next(), await next(), await next(), await next()];
    expect(first.sort()).toEqual(['large0', 'large1', 'small0', 'small1']);
    expect(await next()).toBe('large10');

    await seed(knex, of('late', 3));
    const then = [];
    for (let i = 0; i < 6; i++) {
      then.push((await next())!.replace(/\d+/, ''));
    }
    expect(then.sort()).toEqual([
      'large',
      'large',
      'large',
      'late',
      'late',
      'late',
    ]);
  });

  it('admits only what is due, idle and alive, once', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, of('a', 4));
    const set = (index: number, values: object) =>
      knex('queue')
        .where({ entity_ref: `component:default/a${index}` })
        .update(values);
    await knex('queue').update({ turn: null });
    await set(0, { next_audit_at: '2999-01-01 00:00:00.000' });
    await set(1, { ticket: 'held' });
    await set(2, { dead_at: '2020-01-01 00:00:00.000' });
    expect(await admitDue({ knex })).toBe(1);
    expect(await admitDue({ knex })).toBe(0);
    expect(
      await knex('queue').whereNotNull('turn').select('entity_ref'),
    ).toEqual([{ entity_ref: 'component:default/a3' }]);
  });

  it('admits some at once when it is told which', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, of('a', 4));
    await knex('queue').update({ turn: null });
    expect(await admitDue({ knex, entityRefs: ['component:default/a2'] })).toBe(
      1,
    );
  });
});
