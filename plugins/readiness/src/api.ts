import { createApiRef } from '@backstage/frontend-plugin-api';
import {
  FindingsApi,
  ReadinessApi,
  WaiversApi,
} from '@readiness/plugin-readiness-common';

/**
 * The Readiness API in the browser.
 *
 * @public
 */
export const readinessApiRef = createApiRef<
  ReadinessApi & FindingsApi & WaiversApi
>().with({
  id: 'plugin.readiness.client',
  pluginId: 'readiness',
});
