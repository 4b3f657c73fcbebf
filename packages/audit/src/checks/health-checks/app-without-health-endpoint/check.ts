import { posix } from 'path';
import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import {
  isEntityRoute,
  isHealthRoute,
  nameOf,
  placeOf,
  standalone,
} from '../../../facts/applications/describe';
import { applications } from '../../../facts/applications/extract';
import { CheckContext } from '../../../engine/types';
import { ApplicationFact } from '../../../facts/applications/schema';
import { noApplication } from '../../../judging/noApplication';

/** Routes of an application with those of what is mounted in it. */
const healthOf = (app: ApplicationFact) => {
  const route = app.routes.find(
    item => isHealthRoute(item) && !isEntityRoute(item, app),
  );
  const feature = app.features.find(item => item.kind === 'health');
  return route
    ? {
        path: route.path,
        line: route.line,
        note: `${route.method === '*' ? 'any method' : route.method} ${
          route.fullPath
        }`,
      }
    : feature && { path: feature.path, line: feature.line, note: feature.note };
};

/** The first argument of a registration, without quotes: names, no texts. */
const HEALTH_SETTING =
  /\.(?:get|all|use|head)\(\s*[\w.[\]]{0,80}(?:health|liveness|heartbeat)[\w.[\]]{0,80}\s*,/i;

/** A route whose address comes from a setting that is named after health: `get(config.healthCheck.path, …)`. */
const configuredHealth = (app: ApplicationFact, context: CheckContext) => {
  const route = app.routes.find(
    ({ method, fullPath, path, line }) =>
      ['GET', '*', 'HEAD'].includes(method) &&
      fullPath.includes('{') &&
      HEALTH_SETTING.test(
        (context.read(path) ?? '').split('\n').at(line - 1) ?? '',
      ),
  );
  return (
    route && {
      path: route.path,
      line: route.line,
      note: `${route.method} at an address from a setting for health`,
    }
  );
};

/** A server of pages only: the pages answer for themselves. */
const isPureFrontend = (app: ApplicationFact) =>
  app.framework === 'nextjs' &&
  app.servesPages &&
  app.routes.every(route => route.handler === 'page');

/**
 * Routers of one Go package are served by one process, often on two ports: the one for operations answers for both.
 */
const servedTogether = (app: ApplicationFact, all: ApplicationFact[]) =>
  all.filter(
    other =>
      other.mountedIn === app.id ||
      (app.framework === 'go-http' &&
        other.framework === 'go-http' &&
        posix.dirname(other.path) === posix.dirname(app.path)),
  );

export const check = defineCheck({
  id: 'app-without-health-endpoint',
  area: 'health-checks',
  severity: 'high',
  confidence: 'certain',
  phase: 'observability',
  effort: 'small',
  title: 'Application without a health endpoint',
  description:
    'A deployed application has no route that says "I am alive". Routes are judged for each application object with all its prefixes; a health route of another application does not count.',
  failureMode: 'Nobody can ask the application whether it works.',
  manifestation:
    'Container and load balancer checks are missing or open a port only, and a hung process keeps getting requests.',
  impact:
    'Failures are found by users. Restarts, rolling updates and alerts have nothing to go by.',
  remediation:
    'Add a cheap route without authentication that touches nothing else:\n\n```python\n@app.get("/health/live")\ndef live() -> dict[str, str]:\n    return {"status": "alive"}\n```',
  guardrail: {
    linter: 'hadolint (partly: HEALTHCHECK)',
    tests: 'one test that asks the route',
    ci: 'container smoke test',
    architecture: 'probe contract for all services',
  },
  references: [
    {
      title: 'Kubernetes: probes',
      url: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
    },
    {
      title: 'Health check response format (draft)',
      url: 'https://datatracker.ietf.org/doc/html/draft-inadarei-api-health-check',
    },
  ],
  evaluate: async context => {
    const all = (await context.facts(applications)).applications;
    const apps = standalone(all).filter(app => !isPureFrontend(app));
    if (!apps.length) {
      return noApplication(
        context,
        all.length
          ? 'Only pages are served, which answer for themselves'
          : undefined,
      );
    }
    const evidence: Evidence[] = [];
    const strengths: Evidence[] = [];
    const undecided: ApplicationFact[] = [];
    for (const app of apps) {
      const inside = [app, ...servedTogether(app, all)];
      const found =
        inside.map(healthOf).find(Boolean) ??
        inside.map(other => configuredHealth(other, context)).find(Boolean);
      const name = nameOf(app, apps);
      if (found) {
        if (
          !strengths.some(
            ({ path, line }) => path === found.path && line === found.line,
          )
        ) {
          strengths.push({ ...found, subject: name });
        }
      } else if (
        // Something serves it; an application of which no route was seen was not read.
        inside.every(({ routes }) =>
          routes.every(({ method }) => method === 'OPTIONS'),
        ) &&
        (app.partial.length || !app.servesPages)
      ) {
        undecided.push(app);
      } else {
        evidence.push({
          ...placeOf(app),
          subject: name,
          note: `${app.routes.length} routes, none for health`,
          ...(app.partial.length ? { confidence: 'likely' as const } : {}),
        });
      }
    }
    if (evidence.length) {
      return {
        status: 'fail',
        summary: `${evidence.length} of ${apps.length} applications ${
          evidence.length === 1 ? 'has' : 'have'
        } no health endpoint: ${evidence.map(item => item.subject).join(', ')}`,
        evidence,
        strengths,
        share: 1 - evidence.length / (apps.length - undecided.length),
        lookedFor: [
          '/health',
          '/healthz',
          '/livez',
          '/live',
          '/ping',
          '/status',
          '/up',
          'actuator',
          'terminus',
          'django-health-check',
        ],
      };
    }
    if (undecided.length) {
      return {
        status: 'unknown',
        summary: `The routes of ${undecided
          .map(app => nameOf(app, apps))
          .join(', ')} could not be read: ${
          undecided[0].partial[0] ?? 'none was found where it is made'
        }`,
      };
    }
    return {
      status: 'pass',
      summary: `Every application has a health endpoint: ${strengths
        .map(item => item.note)
        .slice(0, 3)
        .join(', ')}`,
      evidence: strengths,
    };
  },
});
