import { Knex } from 'knex';
import { createTestDatabases, databaseIds } from '../__testUtils__/databases';
import { createEntity, seed } from '../__testUtils__/fixtures';
import { applyCriteria } from './applyCriteria';
import { AuditResource } from './auditResource';
import { readResources } from './readResources';
import { rules } from './rules';

jest.setTimeout(60_000);
const databases = createTestDatabases();

describe.each(databaseIds)('applyCriteria on %s', id => {
  let knex: Knex;
  beforeAll(async () => {
    knex = await databases.migrated(id);
    await seed(knex, [
      createEntity('a', { owner: 'group:default/a', tags: ['java', 'legacy'] }),
      createEntity('b', {
        owner: 'group:default/b',
        kind: 'API',
        type: 'openapi',
        tags: ['go'],
      }),
      createEntity('c', {
        owner: null,
        lifecycle: 'Experimental',
        system: 'system:default/shop',
      }),
    ]);
  });

  it.each([
    ['isEntityOwner' as const, { claims: ['group:default/a'] }, ['a']],
    ['isEntityOwner' as const, { claims: ['GROUP:default/b', 'x'] }, ['b']],
    ['isEntityOwner' as const, { claims: [] }, []],
    ['isOwnedByGroup' as const, { groups: ['group:default/b'] }, ['b']],
    ['isType' as const, { types: ['OpenAPI'] }, ['b']],
    ['hasLifecycle' as const, { lifecycles: ['experimental'] }, ['c']],
    ['isPartOfSystem' as const, { systems: ['System:default/Shop'] }, ['c']],
    ['hasTag' as const, { tags: ['Java', 'x'] }, ['a']],
    ['hasTag' as const, { tags: ['go', 'legacy'] }, ['a', 'b']],
    ['hasTag' as const, { tags: [] }, []],
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
      const refs: string[] = await knex('entities')
        .orderBy('name')
        .pluck('entity_ref');
      const allowed = (await readResources({ knex, entityRefs: refs }))
        .filter(resource => rule.apply(resource!, params))
        .map(resource => resource!.entityRef.split('/')[1]);
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
