import { Confidence } from '@readiness/plugin-readiness-common';
import { ApplicationFact, Framework, RouteFact } from './schema';

/** Applications that answer by themselves; what is mounted in another one is part of that. */
export const standalone = (
  apps: readonly ApplicationFact[],
): ApplicationFact[] => apps.filter(app => !app.mountedIn);

const TITLES: Record<Framework, string> = {
  fastapi: 'FastAPI application',
  starlette: 'Starlette application',
  flask: 'Flask application',
  django: 'Django project',
  express: 'Express application',
  fastify: 'Fastify application',
  nestjs: 'NestJS application',
  nextjs: 'Next.js application',
  spring: 'Spring application',
  'go-http': 'Go server',
};

/** Short name of an application for people, and stable while lines move. */
export function nameOf(
  app: ApplicationFact,
  all: readonly ApplicationFact[],
): string {
  const short = (item: ApplicationFact) =>
    item.part.split('/').pop() || TITLES[item.framework];
  const same = all.filter(other => short(other) === short(app));
  return same.length > 1 ? app.id : short(app);
}

/** Where an application is made. */
export const placeOf = (app: ApplicationFact) => ({
  path: app.path,
  line: app.line,
});

/** One step less sure. */
export function weaker(confidence: Confidence): Confidence {
  return confidence === 'certain' ? 'likely' : 'plausible';
}

const HEALTH = new Set([
  'health',
  'healthz',
  'healthcheck',
  'health-check',
  'health_check',
  '_health',
  '__health__',
  'livez',
  'liveness',
  'heartbeat',
  '__heartbeat__',
  '__lbheartbeat__',
]);
/** Words that are as often something of the domain: only at the top of the address. */
const AMBIGUOUS = new Set(['live', 'ping', 'status', 'up', 'alive', 'ht']);
const AFTER_HEALTH = new Set([
  'live',
  'liveness',
  'livez',
  'ready',
  'readiness',
  'readyz',
  'startup',
  'check',
  'ping',
  'status',
  'db',
  'full',
  'detailed',
  '*',
]);
const TOP =
  /^(?:api|v?\d+|internal|system|public|_|_internal|actuator|rest|svc|service|-)$/;

const segmentsOf = (path: string) =>
  path.toLocaleLowerCase('en-US').split('/').filter(Boolean);

/** Whether the application has entities where a route seems to say that it is alive: `/status` beside `/status/{slug}`. */
export const isEntityRoute = (
  route: Pick<RouteFact, 'fullPath'>,
  app: Pick<ApplicationFact, 'routes'>,
) =>
  AMBIGUOUS.has(segmentsOf(route.fullPath).pop() ?? '') &&
  app.routes.some(
    other =>
      other.fullPath.startsWith(`${route.fullPath}/{`) &&
      !other.fullPath.endsWith('{…}'),
  );

/** Whether a route says that the process is alive. */
export function isHealthRoute(
  route: Pick<RouteFact, 'method' | 'fullPath' | 'handler'>,
): boolean {
  if (!['GET', '*', 'HEAD'].includes(route.method)) {
    return false;
  }
  if (
    route.handler?.includes('health_check.urls') ||
    route.handler?.includes('watchman.urls')
  ) {
    return true;
  }
  const segments = segmentsOf(route.fullPath).map(item =>
    item.replace(/\.(?:json|txt|php|html)$/, ''),
  );
  if (segments[0] === '{…}') {
    // A prefix that is computed.
    segments.shift();
  }
  if (segments.some(item => item.startsWith('{'))) {
    return false;
  }
  const at = segments.findIndex(item => HEALTH.has(item));
  if (at >= 0) {
    return segments.slice(at + 1).every(item => AFTER_HEALTH.has(item));
  }
  const last = segments[segments.length - 1];
  return (
    Boolean(last) &&
    AMBIGUOUS.has(last) &&
    segments.slice(0, -1).every(item => TOP.test(item))
  );
}

const TECHNICAL = new Set([
  'health',
  'healthz',
  'ready',
  'readyz',
  'readiness',
  'live',
  'livez',
  'metrics',
  'docs',
  'redoc',
  'openapi.json',
  'openapi',
  'swagger',
  'swagger-ui',
  'api-docs',
  'schema',
  'favicon.ico',
  'robots.txt',
  'static',
  'assets',
  'admin',
  'graphql',
  'ws',
  'socket.io',
  '.well-known',
  'version',
  'info',
]);

/** Routes with business in them: no health, metrics, documents, static files, start page. */
export function businessRoutes(app: ApplicationFact): RouteFact[] {
  return app.routes.filter(route => {
    const segments = segmentsOf(route.fullPath);
    return (
      segments.length > 0 &&
      !isHealthRoute(route) &&
      !TECHNICAL.has(segments[0]) &&
      // Its clients are built with it, from the same types.
      !segments.includes('trpc') &&
      !TECHNICAL.has(segments[segments.length - 1]) &&
      // An application with pages is an API where it says so.
      (!app.servesPages || segments.includes('api') || route.list)
    );
  });
}

/** Applications that others call: not those whose handlers only serve their own pages. */
export function apiApplications(
  apps: readonly ApplicationFact[],
): ApplicationFact[] {
  return standalone(apps).filter(
    app =>
      !(app.framework === 'nextjs' && app.servesPages) &&
      businessRoutes(app).length > 0,
  );
}

const VERSION =
  /^v\d+(?:[._]\d+)*(?:alpha\d*|beta\d*)?$|^20\d\d-\d\d(?:-\d\d)?$|^\{version\}$/;

/** Whether an address carries a version. */
export const isVersioned = (path: string) =>
  segmentsOf(path).some(
    (item, index, all) =>
      VERSION.test(item) ||
      // `/api/2/users`
      (/^\d{1,2}$/.test(item) && /^(?:api|rest)$/.test(all[index - 1] ?? '')),
  );
