import {
  enterpriseStandard,
  WaiversFilter,
} from '@readiness/plugin-readiness-common';
import { Knex } from 'knex';
import {
  createTestDatabases,
  databaseIds,
} from '../../../../__testUtils__/databases';
import { inDays } from '../../../../__testUtils__/fixtures';
import {
  author,
  createWaivedWorld,
  entityRef,
  low,
  waive,
} from '../../../../__testUtils__/waivers';
import { waiversCursor } from './cursor';
import { exempt } from './exempt';
import { listWaivers } from './listWaivers';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('listWaivers on %s', id => {
  let knex: Knex;
  beforeAll(async () => {
    knex = await databases.migrated(id);
    const { ids } = await createWaivedWorld(knex);
    const later = () => new Promise(resolve => setTimeout(resolve, 5));
    await waive(knex, {
      kind: 'false-positive',
      findings: [ids[0]],
      reason: 'x',
    });
    await later();
    await waive(knex, {
      kind: 'accepted-risk',
      findings: [ids[2]],
      reason: 'x',
      expiresAt: inDays(5),
    });
    await later();
    await knex.transaction(tx =>
      exempt({
        tx,
        scope: { filter: { kind: 'API' } },
        check: low,
        reason: 'x',
        expiresAt: inDays(10),
        author,
        standard: enterpriseStandard,
        approvalFor: ['low'],
      }),
    );
  });
  const list = (
    filter: WaiversFilter,
    options: Partial<Parameters<typeof listWaivers>[0]> = {},
  ) =>
    listWaivers({ knex, visibility: undefined, filter, limit: 50, ...options });

  it.each<[WaiversFilter, string[]]>([
    [{}, ['exemption', 'accepted-risk', 'false-positive']],
    [{ entity: [entityRef] }, ['accepted-risk', 'false-positive']],
    [{ kind: ['exemption'] }, ['exemption']],
    [{ status: ['pending'] }, ['exemption']],
    [{ status: ['lapsed'] }, []],
    [{ check: ['untidy'] }, ['exemption', 'accepted-risk']],
    [{ expiresBefore: inDays(7) }, ['accepted-risk']],
  ])('with %j shows %j, newest first', async (filter, expected) => {
    const { items, totalItems } = await list(filter);
    expect(items.map(({ kind }) => kind)).toEqual(expected);
    expect(totalItems).toBe(expected.length);
  });

  it('pages in both directions', async () => {
    const next = (cursor: string | undefined) => {
      const { query, position } = waiversCursor.decode(cursor!);
      return list(query.filter, { position, limit: 1 });
    };
    const first = await list({}, { limit: 1 });
    const second = await next(first.pageInfo.nextCursor);
    const third = await next(second.pageInfo.nextCursor);
    expect([first, second, third].map(({ items: [{ kind }] }) => kind)).toEqual(
      ['exemption', 'accepted-risk', 'false-positive'],
    );
    expect(third.pageInfo.nextCursor).toBeUndefined();
    expect((await next(third.pageInfo.prevCursor)).items).toEqual(second.items);
  });

  it('hides those of entities that the caller may not see', async () => {
    const { items, totalItems } = await list(
      {},
      { visibility: { column: 'owner', values: ['group:default/other'] } },
    );
    expect(items.map(({ kind }) => kind)).toEqual(['exemption']);
    expect(totalItems).toBe(1);
  });
});
