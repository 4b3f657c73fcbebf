import { ServiceItem } from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import {
  createTestDatabases,
  databaseIds,
} from '../../../../__testUtils__/databases';
import {
  claim,
  createAudit,
  createCheck,
  createEntity,
  createResult,
  seed,
  writeAuditOf,
} from '../../../../__testUtils__/fixtures';
import { markGone } from '../../../../queue/seeding/operations/markGone';
import { servicesCursor } from './cursor';
import { listServices } from './listServices';
import { ServicesQuery } from './servicesQuery';

jest.setTimeout(120_000);
const databases = createTestDatabases();
const ref = (name: string) => `component:default/${name}`;

describe.each(databaseIds)('listServices on %s', id => {
  const query = (changes: Partial<ServicesQuery> = {}): ServicesQuery => ({
    filter: {},
    orderBy: 'score',
    order: 'asc',
    ...changes,
  });
  const page = (
    knex: Knex,
    changes: Partial<ServicesQuery>,
    limit: number,
    cursor?: string,
  ) =>
    listServices({
      knex,
      visibility: undefined,
      limit,
      ...(cursor ? servicesCursor.decode(cursor) : { query: query(changes) }),
    });
  const names = (items: ServiceItem[]) =>
    items.map(({ entityRef }) => entityRef.split('/')[1]);

  async function walk(
    knex: Knex,
    changes: Partial<ServicesQuery>,
    limit: number,
  ) {
    const forwards: string[][] = [];
    let current = await page(knex, changes, limit);
    expect(current.pageInfo.prevCursor).toBeUndefined();
    for (;;) {
      forwards.push(names(current.items));
      if (!current.pageInfo.nextCursor) {
        break;
      }
      current = await page(knex, {}, limit, current.pageInfo.nextCursor);
    }
    const backwards: string[][] = [names(current.items)];
    while (current.pageInfo.prevCursor) {
      current = await page(knex, {}, limit, current.pageInfo.prevCursor);
      backwards.unshift(names(current.items));
    }
    expect(backwards).toEqual(forwards);
    return forwards.flat();
  }

  /** Ties in every column, and entities without any value. */
  async function createWorld() {
    const knex = await databases.migrated(id);
    await seed(knex, [
      createEntity('a', { title: 'Zeta', owner: 'group:default/x' }),
      createEntity('b', { title: 'beta', owner: null }),
      createEntity('c', { title: 'Beta', owner: 'group:default/x' }),
      createEntity('d', { title: 'Alpha_1', owner: 'group:default/y' }),
      createEntity('e', { title: 'AlphaX1', owner: null, kind: 'Component' }),
      createEntity('f', { title: '100%', system: 'system:default/shop' }),
      createEntity('g', { type: 'library', lifecycle: 'experimental' }),
    ]);
    const critical = createCheck('one', { severity: 'critical' });
    const low = createCheck('two', { severity: 'low', area: 'caching' });
    const pass = [createResult(critical, 'pass'), createResult(low, 'pass')];
    const failsOne = [createResult(critical, 'fail'), pass[1]];
    const failsTwo = [pass[0], createResult(low, 'fail')];
    const unknown = [createResult(critical, 'unknown')];
    for (const [name, results, score, level] of [
      ['a', pass, 10, 'production'],
      ['b', failsOne, 5, 'pilot'],
      ['c', failsTwo, 5, 'pilot'],
      ['d', pass, 10, 'production'],
      ['e', unknown, null, 'prototype'],
    ] as const) {
      const target = score === null ? null : 9;
      await writeAuditOf(knex, {
        ...createAudit(ref(name), results),
        overall: { score, target, gap: score === null ? null : 9 - score },
        level,
        verdicts: [
          { stage: 'pilot', verdict: 'conditional', reasons: [] },
          { stage: 'standard', verdict: 'no-go', reasons: [] },
        ],
      });
    }
    return knex;
  }

  let world: Knex;
  beforeAll(async () => {
    world = await createWorld();
  });

  it('pages through ties and empty values in both directions, in any order and size', async () => {
    const knex = world;
    const expected: [ServicesQuery['orderBy'], 'asc' | 'desc', string][] = [
      ['score', 'asc', 'bcadefg'],
      ['score', 'desc', 'adbcefg'],
      ['gap', 'asc', 'adbcefg'],
      ['title', 'asc', 'fdebcga'],
      ['title', 'desc', 'agbcedf'],
      ['owner', 'asc', 'fgacdbe'],
      ['findings', 'desc', 'bcadefg'],
      ['findings', 'asc', 'adecbfg'],
      ['level', 'asc', 'ebcadfg'],
      ['auditedAt', 'asc', 'abcdefg'],
      ['auditedAt', 'desc', 'edcbafg'],
      ['area:caching', 'asc', 'cabdefg'],
      ['area:caching', 'desc', 'abdcefg'],
      ['area:none', 'desc', 'abcdefg'],
    ];
    for (const [orderBy, order, all] of expected) {
      for (const limit of [1, 3, 7]) {
        const walked = await walk(knex, { orderBy, order }, limit);
        expect([orderBy, order, limit, walked.join('')]).toEqual([
          orderBy,
          order,
          limit,
          all,
        ]);
      }
    }
  });

  it('orders by score with those without one last', async () => {
    const knex = world;
    for (const order of ['asc', 'desc'] as const) {
      const { items } = await page(knex, { order }, 50);
      const scores = items.map(({ score }) => score);
      const scored = scores.filter(score => score !== null);
      expect(scored).toEqual(
        [...scored].sort((a, b) => (order === 'asc' ? a - b : b - a)),
      );
      expect(scores.slice(scored.length)).toEqual(
        scores.slice(scored.length).map(() => null),
      );
    }
  });

  it.each<[ServicesQuery['filter'], string]>([
    [{}, 'abcdefg'],
    [{ owner: ['group:default/x', 'Group:default/Y'] }, 'acd'],
    [{ kind: ['component'] }, 'abcdefg'],
    [{ kind: ['api'] }, ''],
    [{ type: ['library'] }, 'g'],
    [{ system: ['system:default/shop'] }, 'f'],
    [{ lifecycle: ['production'], owner: ['group:default/team-a'] }, 'f'],
    [{ level: ['pilot', 'prototype'] }, 'bce'],
    [{ level: ['enterprise'] }, ''],
    [{ state: ['queued'] }, 'fg'],
    [{ state: ['done', 'failed'] }, 'abcde'],
    [{ area: 'caching' }, 'abcd'],
    [{ area: 'logging' }, 'abcde'],
    [{ text: 'BETA' }, 'bc'],
    [{ text: 'alpha_1' }, 'd'],
    [{ text: '100%' }, 'f'],
    [{ text: '%' }, 'f'],
    [{ text: 'component:default/g' }, 'g'],
    [{ text: `' OR 1=1 --` }, ''],
  ])('with %j shows %s', async (filter, expected) => {
    const knex = world;
    const { items, totalItems } = await page(
      knex,
      { filter, orderBy: 'auditedAt' },
      50,
    );
    expect(names(items).sort().join('')).toBe(expected);
    expect(totalItems).toBe(expected.length);
  });

  it('shows a row as stored, also before there is an audit', async () => {
    const knex = await createWorld();
    const { items } = await page(knex, { filter: { text: '/b' } }, 1);
    expect(items).toEqual([
      {
        entityRef: ref('b'),
        title: 'beta',
        kind: 'Component',
        type: 'service',
        owner: null,
        system: null,
        lifecycle: 'production',
        score: 5,
        target: 9,
        level: 'pilot',
        verdicts: [
          { stage: 'pilot', verdict: 'conditional' },
          { stage: 'standard', verdict: 'no-go' },
        ],
        areas: expect.arrayContaining([
          { id: 'caching', score: 10, target: expect.any(Number) },
        ]),
        findings: { critical: 1, high: 0, medium: 0, low: 0 },
        auditedAt: expect.stringMatching(/Z$/),
        state: 'done',
      },
    ]);
    await claim(knex, ref('g'));
    expect(
      (await page(knex, { filter: { type: ['library'] } }, 1)).items,
    ).toMatchObject([
      {
        score: null,
        level: null,
        verdicts: [],
        areas: [],
        findings: { critical: 0, high: 0, medium: 0, low: 0 },
        auditedAt: null,
        state: 'running',
      },
    ]);
  });

  it('loses and doubles nothing that stays while others come and go', async () => {
    const knex = await databases.migrated(id);
    await seed(
      knex,
      ['b', 'd', 'f', 'h', 'j'].map(name => createEntity(name)),
    );
    const order = { orderBy: 'title' } as const;
    const first = await page(knex, order, 2);
    expect(names(first.items)).toEqual(['b', 'd']);

    await markGone({ knex, entityRefs: [ref('d'), ref('h')] });
    await seed(knex, [createEntity('a'), createEntity('g')]);
    const second = await page(knex, {}, 2, first.pageInfo.nextCursor);
    expect(names(second.items)).toEqual(['f', 'g']);
    const back = await page(knex, {}, 2, second.pageInfo.prevCursor);
    expect(names(back.items)).toEqual(['a', 'b']);
    const third = await page(knex, {}, 2, second.pageInfo.nextCursor);
    expect(names(third.items)).toEqual(['j']);
    expect(third.pageInfo.nextCursor).toBeUndefined();
    expect(third.totalItems).toBe(5);

    // What stood before the cursor has gone: the first page is a full one all the same.
    await markGone({ knex, entityRefs: [ref('a')] });
    const again = await page(knex, {}, 2, second.pageInfo.prevCursor);
    expect(names(again.items)).toEqual(['b', 'f']);
    expect(again.pageInfo.prevCursor).toBeUndefined();
  });

  it('asks the same few questions for 1 row and for 200', async () => {
    const knex = await databases.migrated(id);
    await seed(
      knex,
      Array.from({ length: 250 }, (_, index) => createEntity(`e${index}`)),
    );
    let statements = 0;
    knex.on('query', () => statements++);
    const { pageInfo } = await page(knex, {}, 1);
    expect(statements).toBe(3);
    await page(knex, {}, 200, pageInfo.nextCursor);
    expect(statements).toBe(6);
    const last = await page(knex, {}, 200);
    await page(knex, {}, 200, last.pageInfo.nextCursor);
    expect(statements).toBe(12);
  });

  it('shows and counts only what the caller may see', async () => {
    const knex = world;
    const visible = (
      visibility: Parameters<typeof listServices>[0]['visibility'],
    ) =>
      listServices({
        knex,
        visibility,
        query: query({ orderBy: 'title', filter: { state: ['done'] } }),
        limit: 50,
      }).then(({ items, totalItems }) => {
        expect(items).toHaveLength(totalItems);
        return names(items).sort().join('');
      });
    const owner = { column: 'owner' as const, values: ['group:default/x'] };
    const kind = { column: 'kind' as const, values: ['component'] };
    expect(await visible(undefined)).toBe('abcde');
    expect(await visible(owner)).toBe('ac');
    expect(await visible({ not: owner })).toBe('bde');
    expect(await visible({ allOf: [kind, { not: owner }] })).toBe('bde');
    expect(await visible({ anyOf: [owner, { not: kind }] })).toBe('ac');
    expect(await visible({ ...owner, values: [] })).toBe('');
  });
});
