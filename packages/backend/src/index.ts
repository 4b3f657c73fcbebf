import { createBackend } from '@backstage/backend-defaults';
import { requireConfiguredEnvironment } from './requireConfiguredEnvironment';

requireConfiguredEnvironment(process.argv, process.env);

const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(import('@backstage/plugin-user-settings-backend'));

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-signals-backend'));

backend.add(import('@backstage/plugin-permission-backend'));
backend.add(
  import('@backstage/plugin-permission-backend-module-allow-all-policy'),
);

backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));

backend.add(import('@readiness/plugin-readiness-backend'));
backend.add(import('@readiness/plugin-readiness-backend-module-repository'));
backend.add(
  import('@readiness/plugin-readiness-backend-module-catalog-metadata'),
);

backend.start();
