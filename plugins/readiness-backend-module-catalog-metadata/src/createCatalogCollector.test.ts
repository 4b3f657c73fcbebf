import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { createCatalogCollector } from './createCatalogCollector';

const system: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'System',
  metadata: { name: 'payment-processing', namespace: 'default' },
  spec: { owner: 'group:default/gone' },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/gone' }],
};

describe('createCatalogCollector', () => {
  const collector = createCatalogCollector({
    auth: mockServices.auth(),
    catalog: catalogServiceMock({ entities: [] }),
    lifecycles: ['production'],
  });

  function collect(knownRevision?: string) {
    return collector.collect({
      entity: system,
      knownRevision,
      visit: { entities: 1 },
      logger: mockServices.logger.mock(),
      signal: new AbortController().signal,
    });
  }

  it('judges what the catalog knows, also of entities without a source', async () => {
    const outcome = await collect();
    expect(outcome).toMatchObject({
      status: 'collected',
      source: null,
      results: expect.arrayContaining([
        expect.objectContaining({
          check: 'entity-without-owning-team',
          status: 'fail',
        }),
        expect.objectContaining({
          check: 'entity-without-lifecycle',
          status: 'not-applicable',
        }),
      ]),
    });
    expect(collector.checks).toHaveLength(
      outcome.status === 'collected' ? outcome.results.length : 0,
    );
  });

  it('says unchanged while the facts are the same', async () => {
    const first = await collect();
    await expect(
      collect(first.status === 'collected' ? first.revision! : undefined),
    ).resolves.toEqual({ status: 'unchanged' });
  });
});
