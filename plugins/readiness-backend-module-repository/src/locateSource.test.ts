import { Entity } from '@backstage/catalog-model';
import { locateSource } from './locateSource';

function entity(annotations: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'payments', annotations },
  };
}

describe('locateSource', () => {
  it('takes where the descriptor was read', () => {
    expect(
      locateSource(
        entity({
          'backstage.io/managed-by-location':
            'file:/srv/payments/catalog-info.yaml',
        }),
      ),
    ).toEqual({ type: 'folder', path: '/srv/payments' });
    expect(
      locateSource(
        entity({
          'backstage.io/managed-by-location':
            'url:https://github.com/aurora/payments/blob/main/catalog-info.yaml',
        }),
      ),
    ).toEqual({
      type: 'url',
      target: 'https://github.com/aurora/payments/blob/main/catalog-info.yaml',
    });
  });

  it('prefers the source location', () => {
    expect(
      locateSource(
        entity({
          'backstage.io/managed-by-location': 'file:/srv/all.yaml',
          'backstage.io/source-location':
            'url:https://github.com/aurora/mono/tree/main/services/tracking/',
        }),
      ),
    ).toEqual({
      type: 'url',
      target: 'https://github.com/aurora/mono/tree/main/services/tracking/',
    });
  });

  it('has none for an entity that was not read from a tree', () => {
    expect(locateSource(entity({}))).toBeUndefined();
    expect(
      locateSource(
        entity({ 'backstage.io/managed-by-location': 'ldap:server/group' }),
      ),
    ).toBeUndefined();
  });

  it('names the annotation when its type cannot be read', () => {
    expect(() =>
      locateSource(
        entity({ 'backstage.io/source-location': 'gopher:somewhere' }),
      ),
    ).toThrow(/backstage\.io\/source-location.*"gopher"/);
  });
});
