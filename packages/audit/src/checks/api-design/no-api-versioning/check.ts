import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import {
  apiApplications,
  businessRoutes,
  isVersioned,
  nameOf,
  placeOf,
} from '../../../facts/applications/describe';
import { applications } from '../../../facts/applications/extract';
import { compose } from '../../../facts/compose/extract';
import { edge } from '../../../facts/edge/extract';
import { inFrontOf } from '../../../facts/edge/inFrontOf';
import { noApplication } from '../../../judging/noApplication';

export const check = defineCheck({
  id: 'no-api-versioning',
  area: 'api-design',
  severity: 'medium',
  confidence: 'certain',
  phase: 'api-maturity',
  effort: 'medium',
  title: 'API without a version',
  description:
    'No route of an application carries a version: neither in its address with all prefixes, nor by host, media type or header.',
  failureMode:
    'A change that breaks callers cannot be offered beside the old behaviour.',
  manifestation:
    'Addresses such as `/api/orders` without `/v1`, and callers that must be changed on the same day as the service.',
  impact:
    'Every breaking change becomes an outage for whoever did not move at once, so the contract freezes or breaks.',
  remediation:
    'Put all business routes under one versioned prefix; health and metrics stay where they are:\n\n```python\napp.include_router(orders.router, prefix="/v1/orders")\n```',
  guardrail: {
    linter: 'Spectral rule for versioned servers or paths',
    tests: 'contract tests per version',
    ci: 'oasdiff, Schemathesis',
    architecture: 'shared router with the version prefix',
  },
  references: [
    {
      title: 'Google AIP-185: API versioning',
      url: 'https://google.aip.dev/185',
    },
    {
      title: 'Microsoft REST API guidelines: versioning',
      url: 'https://github.com/microsoft/api-guidelines/blob/vNext/azure/Guidelines.md#api-versioning',
    },
  ],
  evaluate: async context => {
    const all = (await context.facts(applications)).applications;
    const apps = apiApplications(all);
    if (!apps.length) {
      return noApplication(context, 'No HTTP API that others call was found');
    }
    const proxies = await context.facts(edge);
    const services = await context.facts(compose);
    const evidence: Evidence[] = [];
    const strengths: Evidence[] = [];
    for (const app of apps) {
      const name = nameOf(app, apps);
      const routes = [
        app,
        ...all.filter(other => other.mountedIn === app.id),
      ].flatMap(businessRoutes);
      const versioned = routes.filter(route => isVersioned(route.fullPath));
      const feature = app.features.find(item => item.kind === 'api-versioning');
      const root = app.settings.find(
        item =>
          item.name === 'root_path' &&
          typeof item.value === 'string' &&
          isVersioned(item.value),
      );
      const gateway = inFrontOf(app, all, proxies, services).find(({ route }) =>
        isVersioned(route.location.replace(/[~^*=$()]/g, ' ').trim()),
      );
      if (versioned.length) {
        const at = versioned[0].composedAt ?? versioned[0];
        strengths.push({
          path: at.path,
          line: at.line,
          subject: name,
          note:
            versioned.length === routes.length
              ? `all ${routes.length} routes carry a version, such as ${versioned[0].fullPath}`
              : `${versioned.length} of ${routes.length} routes carry a version, such as ${versioned[0].fullPath}`,
        });
      } else if (feature) {
        strengths.push({
          path: feature.path,
          line: feature.line,
          subject: name,
          note: feature.note,
        });
      } else if (root) {
        strengths.push({
          path: root.path,
          line: root.line,
          subject: name,
          note: `root_path ${root.value}`,
        });
      } else if (gateway) {
        strengths.push({
          path: gateway.route.path,
          line: gateway.route.line,
          subject: name,
          note: `the proxy puts it under ${gateway.route.location}`,
        });
      } else {
        const computed = routes.some(route => route.fullPath.includes('{…}'));
        evidence.push({
          ...placeOf(app),
          subject: name,
          note: `${routes.length} routes without a version, such as ${
            routes[0].method === '*' ? '' : `${routes[0].method} `
          }${routes[0].fullPath}`,
          related: [{ path: routes[0].path, line: routes[0].line }],
          ...(computed || app.partial.length
            ? { confidence: 'likely' as const }
            : {}),
        });
      }
    }
    if (evidence.length) {
      return {
        status: 'fail',
        summary: `${evidence.length} of ${apps.length} applications ${
          evidence.length === 1 ? 'has' : 'have'
        } no API version: ${evidence.map(item => item.subject).join(', ')}`,
        evidence,
        strengths,
        share: strengths.length / apps.length,
        lookedFor: [
          'version in composed paths',
          'root_path',
          'enableVersioning',
          'DEFAULT_VERSIONING_CLASS',
          'locations of proxies',
        ],
      };
    }
    return {
      status: 'pass',
      summary: `The API is versioned: ${strengths[0].note}`,
      evidence: strengths,
    };
  },
});
