import { Knex } from 'knex';
import {
  createTestDatabases,
  databaseIds,
} from '../../../../__testUtils__/databases';
import {
  auditEntity,
  createCheck,
  createEntity,
  createResult,
  seed,
} from '../../../../__testUtils__/fixtures';
import { markGone } from '../../../../queue/seeding/operations/markGone';
import { readTrend } from './readTrend';
import { takeOutGone } from './takeOutGone';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const check = createCheck('log-levels', { severity: 'critical' });
const ref = (name: string) => `component:default/${name}`;

describe.each(databaseIds)('addToRollups on %s', id => {
  const trend = (
    knex: Knex,
    dimension: 'organisation' | 'owner' | 'system',
    key = '',
    visibility?: Parameters<typeof readTrend>[0]['visibility'],
  ) => readTrend({ knex, visibility, dimension, key, from: '2000-01-01' });
  const audit = (knex: Knex, name: string, status: 'pass' | 'fail') =>
    auditEntity(knex, ref(name), [createResult(check, status)], [check]);

  /** What the sums would be if they were added up now. */
  async function expectRight(knex: Knex) {
    const rows = await knex('entities').whereNull('gone_at');
    const [total] = (await trend(knex, 'organisation'))!.slice(-1);
    expect(total).toMatchObject({
      entities: rows.length,
      findings: {
        critical: rows.reduce((sum, row) => sum + row.findings_critical, 0),
      },
    });
  }

  it('keeps sums of everything, owners and systems with every audit', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [
      createEntity('one', { owner: 'group:default/a' }),
      createEntity('two', { owner: 'group:default/a' }),
      createEntity('three', { owner: null, system: 'system:default/shop' }),
    ]);
    await audit(knex, 'one', 'fail');
    await audit(knex, 'two', 'pass');
    await audit(knex, 'three', 'fail');
    await expectRight(knex);
    expect(await trend(knex, 'owner', 'group:default/a')).toEqual([
      {
        day: new Date().toISOString().slice(0, 10),
        entities: 2,
        score: 5,
        target: expect.any(Number),
        findings: { critical: 1, high: 0, medium: 0, low: 0 },
      },
    ]);
    expect(await trend(knex, 'owner', '')).toMatchObject([{ entities: 1 }]);
    expect(await trend(knex, 'system', 'system:default/shop')).toMatchObject([
      { entities: 1 },
    ]);

    await audit(knex, 'one', 'pass');
    expect(await trend(knex, 'owner', 'group:default/a')).toMatchObject([
      { entities: 2, score: 10, findings: { critical: 0 } },
    ]);
    await expectRight(knex);
  });

  it('moves an entity with its owner, and takes it out when it has gone', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [
      createEntity('one', { owner: 'group:default/a' }),
      createEntity('two', { owner: 'group:default/a' }),
    ]);
    await audit(knex, 'one', 'fail');
    await audit(knex, 'two', 'fail');
    await seed(knex, [createEntity('one', { owner: 'group:default/b' })]);
    await audit(knex, 'one', 'fail');
    expect(await trend(knex, 'owner', 'group:default/a')).toMatchObject([
      { entities: 1 },
    ]);
    expect(await trend(knex, 'owner', 'group:default/b')).toMatchObject([
      { entities: 1 },
    ]);

    await markGone({ knex, entityRefs: [ref('one')] });
    expect(await takeOutGone({ knex })).toBe(1);
    expect(await takeOutGone({ knex })).toBe(0);
    await expectRight(knex);
    expect(await trend(knex, 'owner', 'group:default/b')).toMatchObject([
      { entities: 0, score: null },
    ]);
    await seed(knex, [createEntity('one', { owner: 'group:default/b' })]);
    await audit(knex, 'one', 'fail');
    await expectRight(knex);
  });

  it('begins a day with what the last one ended with', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [createEntity('one'), createEntity('two')]);
    await audit(knex, 'one', 'fail');
    await knex('daily_rollups').update({ day: '2020-01-01' });
    await audit(knex, 'two', 'fail');
    expect(await trend(knex, 'organisation')).toMatchObject([
      { day: '2020-01-01', entities: 1 },
      { entities: 2, findings: { critical: 2 } },
    ]);
  });

  it('hides sums in which the caller may not see every entity', async () => {
    const knex = await databases.migrated(id);
    await seed(knex, [
      createEntity('one', { owner: 'group:default/a' }),
      createEntity('two', { owner: null }),
    ]);
    await audit(knex, 'one', 'fail');
    await audit(knex, 'two', 'fail');
    const ofA = { column: 'owner' as const, values: ['group:default/a'] };
    expect(await trend(knex, 'organisation', '', ofA)).toBeUndefined();
    expect(await trend(knex, 'owner', '', ofA)).toBeUndefined();
    expect(await trend(knex, 'owner', 'group:default/a', ofA)).toHaveLength(1);
  });
});
