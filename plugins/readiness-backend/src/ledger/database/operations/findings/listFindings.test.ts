import {
  FindingItem,
  FindingsFilter,
} from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
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
import { markGone } from '../../../../queue/seeding/operations/markGone';
import { Visibility } from '../../../../permissions/AuditAuthorizer';
import { findingsCursor } from './cursor';
import { FindingsQuery } from './findingsQuery';
import { listFindings } from './listFindings';

jest.setTimeout(120_000);
const databases = createTestDatabases();
const ref = (name: string) => `component:default/${name}`;

describe.each(databaseIds)('listFindings on %s', id => {
  const page = (
    knex: Knex,
    changes: Partial<FindingsQuery> = {},
    options: { limit?: number; cursor?: string; visibility?: Visibility } = {},
  ) =>
    listFindings({
      knex,
      visibility: options.visibility,
      limit: options.limit ?? 50,
      ...(options.cursor
        ? findingsCursor.decode(options.cursor)
        : {
            query: {
              filter: {},
              orderBy: 'severity',
              order: 'asc',
              ...changes,
            },
          }),
    });
  /** `a1`: entity a, check 1. */
  const names = (items: FindingItem[]) =>
    items.map(
      ({ entityRef, check }) => `${entityRef.split('/')[1]}${check.slice(-1)}`,
    );

  /** Each entity fails every check; one check is only plausible, and one finding is resolved. */
  async function createWorld() {
    const knex = await databases.migrated(id);
    await seed(knex, [
      createEntity('a', { owner: 'group:default/x', title: 'Alpha' }),
      createEntity('b', { owner: null, kind: 'API' }),
      createEntity('c', { system: 'system:default/shop' }),
      createEntity('gone'),
    ]);
    const checks = [
      createCheck('check-1', { severity: 'critical', area: 'caching' }),
      createCheck('check-2', { severity: 'high', confidence: 'plausible' }),
      createCheck('check-3', { severity: 'low', phase: 'future-proofing' }),
    ];
    for (const [name, owner] of [
      [ref('a'), 'group:default/x'],
      ['api:default/b', null],
      [ref('c'), 'group:default/team-a'],
      [ref('gone'), 'group:default/team-a'],
    ] as const) {
      const audit = createAudit(
        name,
        checks.map(check => createResult(check, 'fail')),
        checks,
      );
      await writeAuditOf(knex, {
        ...audit,
        findings: audit.findings.map(finding => ({ ...finding, owner })),
      });
    }
    await markGone({ knex, entityRefs: [ref('gone')] });
    const change = (name: string, check: string, columns: object) =>
      knex('findings')
        .where({ entity_ref: name, check_id: check })
        .update(columns);
    await change(ref('a'), 'check-1', {
      due_at: nowPlus(knex, -60),
      assignee: 'user:default/mia',
    });
    await change(ref('a'), 'check-3', {
      due_at: nowPlus(knex, -60),
      state: 'accepted-risk',
    });
    await change(ref('c'), 'check-1', { first_owner: 'group:default/old' });
    await change(ref('c'), 'check-3', {
      state: 'resolved',
      resolved_at: nowPlus(knex),
    });
    await change('api:default/b', 'check-3', {
      first_seen_at: nowPlus(knex, -86400),
      path: 'docs/100%.md',
    });
    return knex;
  }
  let world: Knex;
  beforeAll(async () => {
    world = await createWorld();
  });

  it.each<[FindingsFilter, string[]]>([
    [{}, ['a1', 'b1', 'c1', 'a2', 'b2', 'c2', 'b3']],
    [{ entity: [ref('A')] }, ['a1', 'a2']],
    [{ entity: [ref('gone')] }, []],
    [{ owner: ['group:default/x'] }, ['a1', 'a2']],
    [{ unowned: true }, ['b1', 'b2', 'b3']],
    [{ unowned: false }, ['a1', 'c1', 'a2', 'c2']],
    [{ inherited: true }, ['c1']],
    [{ inherited: false }, ['a1', 'b1', 'a2', 'b2', 'c2', 'b3']],
    [{ system: ['system:default/shop'] }, ['c1', 'c2']],
    [{ kind: ['api'] }, ['b1', 'b2', 'b3']],
    [{ severity: ['low', 'high'] }, ['a2', 'b2', 'c2', 'b3']],
    [{ confidence: ['plausible'] }, ['a2', 'b2', 'c2']],
    [{ area: ['caching'] }, ['a1', 'b1', 'c1']],
    [{ check: ['check-2'], owner: ['group:default/x'] }, ['a2']],
    [{ phase: ['future-proofing'] }, ['b3']],
    [{ state: ['resolved'] }, ['c3']],
    [{ state: ['accepted-risk', 'resolved'] }, ['a3', 'c3']],
    [{ assignee: ['user:default/mia'] }, ['a1']],
    [{ overdue: true }, ['a1']],
    [{ overdue: true, state: ['accepted-risk'] }, []],
    [{ overdue: false, severity: ['critical'] }, ['b1', 'c1']],
    [{ text: 'CHECK-1' }, ['a1', 'b1', 'c1']],
    [{ text: '100%' }, ['b3']],
    [{ text: '%' }, ['b3']],
    [{ text: `' OR 1=1 --` }, []],
    [{ newSince: '2999-01-01T00:00:00.000Z' }, []],
  ])('with %j shows %j', async (filter, expected) => {
    const { items, totalItems } = await page(world, { filter });
    const byCheck = ([entity, check]: string) => check + entity;
    expect(
      names(items).sort((x, y) => (byCheck(x) < byCheck(y) ? -1 : 1)),
    ).toEqual(expected);
    expect(totalItems).toBe(expected.length);
  });

  it('shows only what was first seen since an instant', async () => {
    const newSince = new Date(Date.now() - 3600_000).toISOString();
    const { items } = await page(world, { filter: { newSince } });
    expect(names(items)).not.toContain('b3');
    expect(items).toHaveLength(6);
  });

  it.each(['severity', 'dueAt', 'firstSeenAt'] as const)(
    'pages by %s in both directions without losing or doubling any',
    async orderBy => {
      for (const order of ['asc', 'desc'] as const) {
        const all = await page(world, { orderBy, order });
        for (const limit of [1, 3]) {
          const forwards: string[][] = [];
          let current = await page(world, { orderBy, order }, { limit });
          for (;;) {
            forwards.push(names(current.items));
            const cursor = current.pageInfo.nextCursor;
            if (!cursor) {
              break;
            }
            current = await page(world, {}, { limit, cursor });
          }
          const backwards = [names(current.items)];
          while (current.pageInfo.prevCursor) {
            current = await page(
              world,
              {},
              { limit, cursor: current.pageInfo.prevCursor },
            );
            backwards.unshift(names(current.items));
          }
          expect(forwards.flat()).toEqual(names(all.items));
          expect(backwards).toEqual(forwards);
        }
      }
    },
  );

  it('orders by severity, hardest first, and by due date with those without one last', async () => {
    const bySeverity = await page(world);
    expect(bySeverity.items.map(item => item.severity)).toEqual([
      ...Array(3).fill('critical'),
      ...Array(3).fill('high'),
      'low',
    ]);
    const byDue = await page(world, { orderBy: 'dueAt' });
    expect(names(byDue.items)[0]).toBe('a1');
    expect(byDue.items.slice(-3).map(item => item.dueAt)).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('shows a finding whole', async () => {
    const { items } = await page(world, {
      filter: { overdue: true },
      orderBy: 'dueAt',
    });
    expect(items).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        entityRef: ref('a'),
        entityTitle: 'Alpha',
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        check: 'check-1',
        area: 'caching',
        phase: 'security-critical',
        title: 'Title of check-1',
        severity: 'critical',
        confidence: 'certain',
        path: 'src/main.ts',
        line: 3,
        state: 'open',
        owner: 'group:default/x',
        inherited: false,
        assignee: 'user:default/mia',
        ticket: null,
        firstSeenAt: expect.stringMatching(/Z$/),
        dueAt: expect.stringMatching(/Z$/),
        overdue: true,
        resolvedAt: null,
        updatedAt: expect.stringMatching(/Z$/),
        version: 1,
      },
    ]);
  });

  it('shows and counts only what the caller may see', async () => {
    const visible = async (visibility: Visibility) => {
      const { items, totalItems } = await page(world, {}, { visibility });
      expect(totalItems).toBe(items.length);
      return names(items).sort();
    };
    const owner = { column: 'owner' as const, values: ['group:default/x'] };
    expect(await visible(owner)).toEqual(['a1', 'a2']);
    expect(await visible({ not: owner })).toEqual([
      'b1',
      'b2',
      'b3',
      'c1',
      'c2',
    ]);
    expect(await visible({ column: 'owner', values: [] })).toEqual([]);
  });

  it('asks two questions, whatever the number of rows', async () => {
    let statements = 0;
    const count = () => statements++;
    world.on('query', count);
    const { pageInfo } = await page(world, {}, { limit: 1 });
    expect(statements).toBe(2);
    await page(world, {}, { limit: 200, cursor: pageInfo.nextCursor });
    expect(statements).toBe(4);
    world.off('query', count);
  });
});
