import { renderTestApp } from '@backstage/frontend-test-utils';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import { readinessApiRef } from './api';
import { readinessPlugin } from './plugin';
import { FakeReadinessApi, fixtureServices } from './testing';

function entity(kind: string) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name: 'payments', namespace: 'default' },
  };
}

function renderEntityPage(kind: string) {
  renderTestApp({
    extensions: [
      createTestEntityPage({ entity: entity(kind) }),
      readinessPlugin.getExtension('entity-content:readiness'),
    ],
    apis: [[readinessApiRef, new FakeReadinessApi()]],
  });
}

describe('readinessPlugin', () => {
  it.each(['Component', 'API', 'Resource', 'System'])(
    'has a tab on entities of kind %s',
    async kind => {
      renderEntityPage(kind);
      expect(
        await screen.findByRole('region', { name: 'Overall score' }),
      ).toBeInTheDocument();
    },
  );

  it('has no tab on other entities', async () => {
    renderEntityPage('User');
    expect(await screen.findByTestId('empty-entity-page')).toBeInTheDocument();
  });

  it('has a page with the services as its first sub page', async () => {
    renderTestApp({
      features: [readinessPlugin],
      apis: [
        [
          readinessApiRef,
          new FakeReadinessApi({ services: fixtureServices(3) }),
        ],
      ],
      initialRouteEntries: ['/readiness'],
    });
    expect(
      await screen.findByRole('searchbox', { name: 'Search services' }),
    ).toBeInTheDocument();
    expect(screen.getByRole('tab', { name: 'Services' })).toBeInTheDocument();
  });
});
