import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import {
  nameOf,
  placeOf,
  standalone,
} from '../../../facts/applications/describe';
import { applications } from '../../../facts/applications/extract';
import { ApplicationFact } from '../../../facts/applications/schema';
import { limits } from '../../../facts/limits/extract';
import { RouteLimits } from '../../../facts/limits/schema';
import { noSuchRoute } from '../../../judging/noApplication';
import { count, inOrder, judged } from '../../../judging/outcome';
import {
  isPage,
  publicByNature,
  routeName,
  segmentsOf,
} from '../../../judging/routes';

/** Natural routes that nobody has to limit; sign-in and the like are no such thing. */
const UNLIMITED =
  /^(?:health|metrics|prometheus|docs|redoc|openapi|swagger|swagger-ui|api-docs|apidocs|schema|favicon|favicon\.ico|robots|sitemap|manifest|static|assets|public|static files|start page|\.well-known|version|jwks|ready|readyz|readiness|live|livez|liveness|startup|about|swagger-resources)$/;

export const check = defineCheck({
  id: 'no-rate-limiting',
  area: 'resilience-and-scalability',
  severity: 'high',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'small',
  title: 'Requests are not limited',
  description:
    'Looks for a request limit around each route: limiter middleware, dependencies, decorators and guards that are wired (slowapi, fastapi-limiter, Flask-Limiter, django-ratelimit, express-rate-limit, @nestjs/throttler, Bucket4j, httprate and own code that answers 429), the default throttle classes of the Django REST framework, and limits of proxies, gateways and firewalls whose configuration is in the tree. Health, metrics, documents and static files need none. Whether the limit holds with several replicas is another question (`rate-limit-ineffective`).',
  failureMode: 'One caller may send as many requests as the network carries.',
  manifestation:
    'A loop of a thousand requests gets a thousand answers and never a 429.',
  impact:
    'A script, a crawler or a faulty client takes the capacity of everybody, and guessing is free.',
  remediation:
    'Set a default limit for all routes in a shared store, tighter ones for expensive routes, and test the 429.\n\n```python\nlimiter = Limiter(\n    key_func=get_remote_address,\n    default_limits=["120/minute"],\n    storage_uri=settings.redis_url,\n)\napp.add_middleware(SlowAPIMiddleware)\n```\n\nExpress: `app.use(rateLimit({ windowMs: 60_000, limit: 120, store }))`; Django REST framework: `DEFAULT_THROTTLE_CLASSES` with `DEFAULT_THROTTLE_RATES`.',
  guardrail: {
    tests: 'a test that expects 429',
    ci: 'load test (partly)',
    architecture: 'limits at the edge and in the application',
  },
  references: [
    {
      title: 'CWE-770: allocation without limits',
      url: 'https://cwe.mitre.org/data/definitions/770.html',
    },
    {
      title: 'OWASP API4:2023 Unrestricted Resource Consumption',
      url: 'https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/',
    },
  ],
  evaluate: judged(
    {
      containing: [
        'fastapi',
        'flask',
        'urlpatterns',
        'express',
        '@nestjs',
        'springframework',
        'net/http',
      ],
    },
    async context => {
      const all = (await context.facts(applications)).applications;
      const facts = await context.facts(limits);
      const evidence: Evidence[] = [];
      const strengths: Evidence[] = [];
      let covered = 0;
      let total = 0;
      for (const app of standalone(all)) {
        const routes = judgedRoutes(
          app,
          facts.applications.find(item => item.application === app.id)
            ?.routes ?? [],
        );
        if (!routes.length) {
          continue;
        }
        const open = facts.proxy
          ? []
          : routes.filter(item => !item.limits.some(isRequestLimit));
        covered += routes.length - open.length;
        total += routes.length;
        strengths.push(...strengthsOf(routes));
        if (open.length) {
          evidence.push({
            ...placeOf(app),
            subject: nameOf(app, all),
            // Most routes may be somewhere else, with whatever is around them.
            ...(app.partial.some(item =>
              item.includes('while the program runs'),
            )
              ? { confidence: 'plausible' as const }
              : {}),
            note:
              open.length === routes.length
                ? `no limit for ${count(routes.length, 'route')} of ${nameOf(
                    app,
                    all,
                  )}`
                : `${open.length} of ${count(
                    routes.length,
                    'route',
                  )} without a limit: ${open
                    .slice(0, 3)
                    .map(routeName)
                    .join(', ')}${open.length > 3 ? ' …' : ''}`,
          });
        }
      }
      if (!total) {
        return noSuchRoute(context, 'No HTTP API was found');
      }
      if (facts.proxy) {
        strengths.push({
          ...facts.proxy,
          subject: 'proxy',
          note: 'a proxy or gateway limits requests',
        });
      }
      if (evidence.length) {
        return {
          status: 'fail',
          summary: `${total - covered} of ${count(
            total,
            'route has',
            'routes have',
          )} no request limit: ${evidence
            .map(item => item.subject)
            .join(', ')}`,
          evidence: inOrder(evidence),
          strengths: inOrder(strengths),
          share: covered / total,
          lookedFor: [
            'limiter middleware, dependencies, decorators and guards that are wired',
            'own middleware that answers 429',
            'DEFAULT_THROTTLE_CLASSES',
            'limit_req, rate_limit, throttling of proxies and gateways',
          ],
        };
      }
      return {
        status: 'pass',
        summary: `Requests are limited for all ${total} routes`,
        evidence: inOrder(strengths),
        // Which host a proxy's limit is for is not followed.
        ...(facts.proxy && strengths.length === 1
          ? { confidence: 'plausible' as const }
          : {}),
      };
    },
  ),
});

function isRequestLimit({ scope }: { scope: string }): boolean {
  return scope !== 'account';
}

function judgedRoutes(
  app: ApplicationFact,
  routes: readonly RouteLimits[],
): RouteLimits[] {
  return routes.filter((item, index) => {
    const route = app.routes[index];
    if (
      !route ||
      isPage(app, route) ||
      item.fullPath.endsWith('/*') ||
      item.method === 'OPTIONS' ||
      segmentsOf(item.fullPath)[0] === 'debug'
    ) {
      return false;
    }
    const nature = publicByNature(route);
    return !nature || !UNLIMITED.test(nature);
  });
}

/** Limits that hold for more than one route, each once. */
function strengthsOf(routes: readonly RouteLimits[]): Evidence[] {
  const known = new Map<string, { amount: number; evidence: Evidence }>();
  for (const limit of routes.flatMap(item => item.limits)) {
    if (limit.scope === 'account') {
      continue;
    }
    const key = `${limit.path}:${limit.line}`;
    known.set(key, {
      amount: (known.get(key)?.amount ?? 0) + 1,
      evidence: {
        path: limit.path,
        line: limit.line,
        subject: limit.name,
        note: limit.name,
      },
    });
  }
  return [...known.values()].map(({ amount, evidence }) => ({
    ...evidence,
    note: `${evidence.note} limits ${count(amount, 'route')}`,
  }));
}
