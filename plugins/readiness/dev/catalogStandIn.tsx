import {
  Entity,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  ApiBlueprint,
  coreExtensionData,
  createExtensionInput,
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  catalogApiRef,
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { Container, Header } from '@backstage/ui';
import { useParams } from 'react-router-dom';
import { fixtureServices } from '../src/testing';

function entityOf(entityRef: string): Entity {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: kind === 'api' ? 'API' : 'Component',
    metadata: { namespace, name },
    spec: { type: 'service', owner: 'group:default/payments-team' },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/payments-team' }],
  };
}

const entities = fixtureServices().map(item => entityOf(item.entityRef));

function EntityPage(props: {
  tabs: { title: string; element: JSX.Element }[];
}) {
  const { kind = '', namespace = '', name = '' } = useParams();
  const entity = entityOf(stringifyEntityRef({ kind, namespace, name }));
  return (
    <EntityProvider entity={entity}>
      <Header title={name} />
      <Container>
        {props.tabs.map(tab => (
          <div key={tab.title}>{tab.element}</div>
        ))}
      </Container>
    </EntityProvider>
  );
}

/** As much of the catalog plugin as the tab needs, under the same extension ids. */
export const catalogStandIn = createFrontendPlugin({
  pluginId: 'catalog',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: catalogApiRef,
          deps: {},
          factory: () => catalogApiMock({ entities }),
        }),
    }),
    PageBlueprint.makeWithOverrides({
      name: 'entity',
      inputs: {
        contents: createExtensionInput([
          coreExtensionData.reactElement,
          EntityContentBlueprint.dataRefs.title,
        ]),
      },
      factory: (originalFactory, { inputs }) =>
        originalFactory({
          path: '/catalog/:namespace/:kind/:name',
          title: 'Entity',
          routeRef: entityRouteRef,
          loader: async () => (
            <EntityPage
              tabs={inputs.contents.map(content => ({
                title: content.get(EntityContentBlueprint.dataRefs.title),
                element: content.get(coreExtensionData.reactElement),
              }))}
            />
          ),
        }),
    }),
  ],
});
