import { extractFacts } from '../../testing/extractFacts';
import { descriptors } from './descriptors';
import { catalog } from './extract';

const component = (name: string, ...spec: string[]) =>
  [
    'apiVersion: backstage.io/v1alpha1',
    'kind: Component',
    'metadata:',
    `  name: ${name}`,
    'spec:',
    '  type: service',
    ...spec,
  ].join('\n');

const payments = component(
  'Payments',
  '  owner: team-a',
  '  lifecycle: production',
);

describe('catalog', () => {
  it('is what the catalog says, when there is one', async () => {
    const known = {
      entityRef: 'component:default/other',
      kind: 'component',
      knownLifecycles: [],
      owner: null,
    };
    const { facts } = await extractFacts(
      catalog,
      { 'catalog-info.yaml': payments },
      { catalog: known },
    );
    expect(facts).toBe(known);
  });

  it('is the descriptor of the tree otherwise, and says so', async () => {
    const { facts } = await extractFacts(catalog, {
      'catalog-info.yaml': `kind: Location\nmetadata: { name: all }\n---\n${payments}`,
      'templates/catalog-info.yaml': component('{{ name }}'),
    });
    expect(facts).toEqual({
      entityRef: 'component:default/payments',
      kind: 'component',
      lifecycle: 'production',
      knownLifecycles: ['experimental', 'production', 'deprecated'],
      declaredOwner: 'team-a',
      owner: null,
      descriptor: {
        path: 'catalog-info.yaml',
        line: 5,
        ownerLine: 10,
        lifecycleLine: 11,
      },
    });
  });

  it('takes the outermost component, or the one that is asked for', async () => {
    const files = {
      'catalog-info.yaml': payments,
      'plugins/one/catalog-info.yaml': component('one'),
      'plugins/two/catalog-info.yml': component('two'),
    };
    const ask = async (request?: object) =>
      (await extractFacts(catalog, files, { catalog: request })).facts
        ?.entityRef;
    expect(await ask()).toBe('component:default/payments');
    expect(await ask({ entityRef: 'component:default/two' })).toBe(
      'component:default/two',
    );
    expect(await ask({ folder: 'plugins/one' })).toBe('component:default/one');
    expect(await ask({ entityRef: 'component:default/three' })).toBe(undefined);
  });

  it('does not guess among several, and survives broken files', async () => {
    const { facts, skipped } = await extractFacts(descriptors, {
      'a/catalog-info.yaml': component('a'),
      'b/catalog-info.yaml': component('b'),
      'catalog-info.yaml': 'kind: [',
      'catalog-info.test.yaml': 'just text',
    });
    expect(facts).toEqual({
      reason:
        'the tree describes 2 entities, and nobody says which one is meant: component:default/a, component:default/b',
    });
    expect(skipped).toEqual([
      {
        path: 'catalog-info.yaml',
        reason: expect.stringMatching(/^unparsable/),
      },
    ]);
  });
});
