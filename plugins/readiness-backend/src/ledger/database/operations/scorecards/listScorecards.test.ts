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
import { scorecardsCursor } from './cursor';
import { listScorecards } from './listScorecards';

jest.setTimeout(60_000);
const databases = createTestDatabases();
const check = createCheck('log-levels', { severity: 'critical' });

describe.each(databaseIds)('listScorecards on %s', id => {
  let knex: Knex;
  beforeAll(async () => {
    knex = await databases.migrated(id);
    await seed(knex, [
      createEntity('one', { owner: 'group:default/a' }),
      createEntity('two', { owner: 'group:default/a' }),
      createEntity('three', { owner: 'group:default/b' }),
      createEntity('four', { owner: null }),
      createEntity('new', { owner: 'group:default/c' }),
    ]);
    for (const [name, status] of [
      ['one', 'fail'],
      ['two', 'pass'],
      ['three', 'unknown'],
      ['four', 'fail'],
    ] as const) {
      await auditEntity(
        knex,
        `component:default/${name}`,
        [createResult(check, status)],
        [check],
      );
    }
  });
  const list = (options: Partial<Parameters<typeof listScorecards>[0]> = {}) =>
    listScorecards({
      knex,
      visibility: undefined,
      by: 'owner',
      limit: 50,
      ...options,
    });

  it('adds up by owner, also what nobody owns', async () => {
    const { items, totalItems } = await list();
    expect(totalItems).toBe(3);
    expect(items).toEqual([
      {
        key: null,
        entities: 1,
        scored: 1,
        score: 0,
        target: expect.any(Number),
        gap: expect.any(Number),
        lowest: 0,
        highest: 0,
        findings: { critical: 1, high: 0, medium: 0, low: 0 },
      },
      expect.objectContaining({
        key: 'group:default/a',
        entities: 2,
        score: 5,
        lowest: 0,
        highest: 10,
      }),
      expect.objectContaining({
        key: 'group:default/b',
        entities: 1,
        scored: 0,
        score: null,
        gap: null,
      }),
    ]);
    expect((await list({ by: 'system' })).items).toMatchObject([
      { key: null, entities: 4 },
    ]);
  });

  it('pages in both directions', async () => {
    const at = (cursor: string | undefined) => {
      const { query, position } = scorecardsCursor.decode(cursor!);
      return list({ ...query, position, limit: 2 });
    };
    const first = await list({ limit: 2 });
    const second = await at(first.pageInfo.nextCursor);
    expect(second.items.map(({ key }) => key)).toEqual(['group:default/b']);
    expect(second.pageInfo.nextCursor).toBeUndefined();
    expect((await at(second.pageInfo.prevCursor)).items).toEqual(first.items);
  });

  it('adds up only what the caller may see', async () => {
    const { items, totalItems } = await list({
      visibility: { column: 'owner', values: ['group:default/b'] },
    });
    expect(items.map(({ key }) => key)).toEqual(['group:default/b']);
    expect(totalItems).toBe(1);
  });
});
