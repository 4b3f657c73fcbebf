import { Knex } from 'knex';
import { createTestDatabases, databaseIds } from '../__testUtils__/databases';
import { createEntity, seed } from '../__testUtils__/fixtures';
import { applyCriteria } from './applyCriteria';
import { AuditResource } from './auditResource';
import { rules } from './rules';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('applyCriteria on %s', id => {
  let knex: Knex;
  beforeAll(async () => {
    knex = await databases.migrated(id);
    await seed(knex, [
      createEntity('a', { owner: 'group:default/a' }),
      createEntity('b', { owner: 'group:default/b', kind: 'API' }),
      createEntity('c', { owner: null }),
    ]);
  });

  it.each([
    ['isEntityOwner' as const, { claims: ['group:default/a'] }, ['a']],
    ['isEntityOwner' as const, { claims: ['GROUP:default/b', 'x'] }, ['b']],
    ['isEntityOwner' as const, { claims: [] }, []],
    ['isKind' as const, { kinds: ['api'] }, ['b']],
    ['isKind' as const, { kinds: ['Component', 'API'] }, ['a', 'b', 'c']],
  ])(
    'selects by %s %j exactly what the rule allows, and its opposite',
    async (name, params, expected) => {
      const rule = rules[name] as unknown as {
        apply(resource: AuditResource, params: object): boolean;
        toQuery(params: object): Parameters<typeof applyCriteria>[2];
      };
      const criteria = rule.toQuery(params);
      const rows: {
        name: string;
        entity_ref: string;
        kind: string;
        owner: string | null;
      }[] = await knex('entities').orderBy('name');
      const allowed = rows
        .filter(row =>
          rule.apply({ ...row, entityRef: row.entity_ref }, params),
        )
        .map(row => row.name);
      const select = async (by: typeof criteria) =>
        (
          await knex('entities')
            .modify(query => applyCriteria(knex, query, by))
            .orderBy('name')
        ).map((row: { name: string }) => row.name);

      expect(allowed).toEqual(expected);
      expect(await select(criteria)).toEqual(expected);
      expect(await select({ not: criteria })).toEqual(
        ['a', 'b', 'c'].filter(letter => !expected.includes(letter)),
      );
    },
  );

  it('keeps any-of apart from what else the query asks', async () => {
    const rows = await knex('entities')
      .where('name', 'c')
      .modify(query =>
        applyCriteria(knex, query, {
          anyOf: [
            { column: 'owner', values: ['group:default/a'] },
            { column: 'kind', values: ['api'] },
          ],
        }),
      );
    expect(rows).toEqual([]);
  });
});
