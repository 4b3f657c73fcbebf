import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { readCatalogFacts } from './readCatalogFacts';

function group(
  name: string,
  relations: [type: string, targetRef: string][],
  metadata: Partial<Entity['metadata']> = {},
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name, namespace: 'default', ...metadata },
    spec: { type: 'team', children: [] },
    relations: relations.map(([type, targetRef]) => ({ type, targetRef })),
  };
}

function component(owner?: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'payments', namespace: 'default' },
    spec: { type: 'service', lifecycle: 'production', owner: 'payments' },
    relations: owner ? [{ type: 'ownedBy', targetRef: owner }] : [],
  };
}

function read(entity: Entity, entities: Entity[]) {
  return readCatalogFacts({
    entity,
    auth: mockServices.auth(),
    catalog: catalogServiceMock({ entities }),
    lifecycles: ['production'],
  });
}

describe('readCatalogFacts', () => {
  it('resolves the owner through its relation', async () => {
    await expect(
      read(component('group:default/payments'), [
        group('payments', [
          ['hasMember', 'user:default/ada'],
          ['hasMember', 'user:default/grace'],
        ]),
      ]),
    ).resolves.toEqual({
      entityRef: 'component:default/payments',
      kind: 'component',
      lifecycle: 'production',
      knownLifecycles: ['production'],
      declaredOwner: 'payments',
      owner: {
        entityRef: 'group:default/payments',
        kind: 'group',
        exists: true,
        members: 2,
        retired: false,
      },
    });
  });

  it('counts the members of descendant groups once, also in a circle', async () => {
    const { owner } = await read(component('group:default/commerce'), [
      group('commerce', [['parentOf', 'group:default/payments']]),
      group('payments', [
        ['parentOf', 'group:default/commerce'],
        ['hasMember', 'user:default/ada'],
      ]),
    ]);
    expect(owner?.members).toBe(1);
  });

  it('knows owners that are missing, people or retired', async () => {
    const missing = await read(component('group:default/gone'), []);
    expect(missing.owner).toMatchObject({ exists: false, members: 0 });

    const person = await read(component('user:default/ada'), []);
    expect(person.owner).toMatchObject({ kind: 'user' });

    const retired = await read(component('group:default/old'), [
      group('old', [], { tags: ['retired'] }),
    ]);
    expect(retired.owner?.retired).toBe(true);

    expect((await read(component(), [])).owner).toBeNull();
  });
});
