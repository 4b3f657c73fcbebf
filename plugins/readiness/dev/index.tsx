import '@backstage/cli/asset-types';
// This is the entry of an app, which here lives beside the plugin.
// eslint-disable-next-line @backstage/no-ui-css-imports-in-non-frontend
import '@backstage/ui/css/styles.css';
import { createApp } from '@backstage/frontend-defaults';
import ReactDOM from 'react-dom/client';
import readinessPlugin from '../src';
import { catalogStandIn } from './catalogStandIn';
import { fakeApiModule } from './fakeApiModule';

// The plugin alone with fixtures: /readiness, and /catalog/default/component/<case>/readiness with the cases of
// fakeApiModule.
const app = createApp({
  features: [readinessPlugin, fakeApiModule, catalogStandIn],
});

ReactDOM.createRoot(document.getElementById('root')!).render(app.createRoot());
