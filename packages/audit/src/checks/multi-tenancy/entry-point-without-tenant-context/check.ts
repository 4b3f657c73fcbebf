import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { applications } from '../../../facts/applications/extract';
import { ApplicationFact, RouteFact } from '../../../facts/applications/schema';
import { databaseQueries } from '../../../facts/database/queries';
import { QueryFact } from '../../../facts/database/schema';
import { tenancy } from '../../../facts/tenancy/extract';
import { count, inOrder } from '../../../judging/outcome';
import { Scope, TenantScoping } from '../../../judging/tenantScope';

const WHO =
  /\b(?:request\.user|req\.user|current_user|currentUser|get_current_\w+|CurrentUser|session\.user|ctx\.user|principal|caller|getServerSession|auth\(\)|getSession|login_required|IsAuthenticated|userId|user_id)\b/;

const GUARD =
  /auth|login|logged|session|jwt|passport|member|user|principal|token|permission|role|api_?key/i;

export const check = defineCheck({
  id: 'entry-point-without-tenant-context',
  area: 'multi-tenancy',
  severity: 'high',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'medium',
  title: 'Route without the tenant',
  description:
    'Looks at routes whose handlers read or change models with the tenant key, themselves or in a function that they call: neither the handler nor its parameters, guards, dependencies or the middleware of the application name the tenant or the caller. Routes of administration, health, sign-in and webhooks are not judged, and neither are background jobs.',
  failureMode:
    'The handler works on data of tenants and does not know for whom.',
  manifestation:
    'Whoever calls it, signed in or not, gets the same rows: those of all tenants.',
  impact:
    'One route is enough to read or change the data of every customer, and no later layer can know better.',
  remediation:
    'Put the tenant into the context of every route in one place:\n\n```python\napp.include_router(invoices.router, dependencies=[Depends(tenant_scope)])\n```',
  guardrail: {
    linter: '–',
    tests: 'a test that walks all routes without a tenant',
    architecture: 'context set by middleware, deny by default',
  },
  references: [
    {
      title: 'OWASP multi-tenant security cheat sheet',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Multi_Tenant_Security_Cheat_Sheet.html',
    },
    {
      title: 'CWE-862: Missing authorization',
      url: 'https://cwe.mitre.org/data/definitions/862.html',
    },
  ],
  evaluate: async context => {
    const { key } = await context.facts(tenancy);
    if (!key) {
      return {
        status: 'not-applicable',
        summary:
          'No tenant key: no column names the scope of a customer on three models with a membership or context beside it',
      };
    }
    const scoping = await TenantScoping.read(context, key);
    const { applications: apps } = await context.facts(applications);
    const { queries } = await context.facts(databaseQueries);
    const own = queries.filter(query => scoping.models.has(query.model));
    const byPath = new Map<string, QueryFact[]>();
    const byFunction = new Map<string, QueryFact[]>();
    for (const query of own) {
      push(byPath, query.path, query);
      const name = query.enclosing.at(-1);
      if (name) {
        push(byFunction, name, query);
      }
    }
    const failing: Evidence[] = [];
    const good: Evidence[] = [];
    /** Dependencies, by the number of routes that they give the tenant. */
    const given = new Map<string, number>();
    let subjects = 0;
    for (const app of apps) {
      const middleware = contextMiddleware(app, scoping);
      for (const route of app.routes) {
        const body = scoping.bodyOf(route);
        if (!body) {
          continue;
        }
        const file = await context.syntax.file(body.path);
        const scope = file && scoping.scopeAt(file, body.endLine);
        if (!scope?.route || scoping.isForAll(scope, body.path)) {
          continue;
        }
        const touched = touchedBy(scope, byPath, byFunction);
        if (!touched) {
          continue;
        }
        subjects += 1;
        if (middleware) {
          if (good.length === 0) {
            good.push(middleware);
          }
          continue;
        }
        if (knowsTenant(scope, route, scoping)) {
          for (const name of dependenciesOf(scope, route)) {
            given.set(name, (given.get(name) ?? 0) + 1);
          }
          continue;
        }
        failing.push({
          path: route.path,
          line: route.line,
          subject: `${route.method} ${route.fullPath}`,
          note: `${route.method} ${route.fullPath} works on ${touched.model} and knows neither the ${key.word} nor the caller`,
          related: [
            { path: touched.path, line: touched.line, note: 'the query' },
          ],
        });
      }
    }
    if (subjects === 0) {
      return {
        status: apps.length === 0 ? 'not-applicable' : 'unknown',
        summary:
          apps.length === 0
            ? 'No application with routes'
            : `No route was seen to work on models with ${key.name}`,
      };
    }
    for (const [name, routes] of given) {
      const [at] = scoping.functionsNamed(name);
      if (at) {
        good.push({
          path: at.path,
          line: at.line,
          subject: name,
          note: `${name} gives ${count(routes, 'route')} the ${key.word}`,
        });
      }
    }
    const evidence = inOrder(failing);
    if (evidence.length > 0) {
      return {
        status: 'fail',
        summary: `${evidence.length} of ${count(
          subjects,
          'route',
        )} on tenant data (${key.word}) ${
          evidence.length === 1 ? 'knows' : 'know'
        } no ${key.word}: ${evidence
          .slice(0, 3)
          .map(item => item.subject)
          .join(', ')}`,
        evidence,
        share: (subjects - evidence.length) / subjects,
        lookedFor: [
          `${key.word} or caller in handler, parameters, guards and dependencies`,
          `middleware that names the ${key.word}`,
        ],
        strengths: good,
      };
    }
    return {
      status: 'pass',
      summary:
        good.length > 0
          ? `${count(subjects, 'route')} on tenant data (${
              key.word
            }), all get it or the caller, from ${good
              .slice(0, 3)
              .map(item => item.subject)
              .join(', ')}`
          : `${count(subjects, 'route')} on tenant data (${
              key.word
            }), all receive it or the caller`,
      evidence: good,
    };
  },
});

/** Names of the functions that a route depends on: `get_project` in `Depends(get_project)`. */
function dependenciesOf(scope: Scope, route: RouteFact): string[] {
  const texts = [
    ...route.guards,
    ...scope.parameters.map(
      item => `${item.annotation ?? ''} ${item.default ?? ''}`,
    ),
  ];
  return [
    ...new Set(
      texts.flatMap(text =>
        [...text.matchAll(/\b(?:Depends|Security)\(\s*([\w.]+)/g)].map(
          match => match[1].split('.').pop()!,
        ),
      ),
    ),
  ];
}

function push<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key) ?? [];
  list.push(item);
  map.set(key, list);
}

/** Middleware that sets the tenant or the caller for every route. */
function contextMiddleware(
  app: ApplicationFact,
  scoping: TenantScoping,
): Evidence | undefined {
  for (const item of app.middleware) {
    const defined = (item.definedAt ?? []).find(span => {
      const text = scoping.textOf(span.path, span.line, span.endLine);
      return text
        .split('\n')
        .some(
          line =>
            (/^[^=]*[^=!<>]=[^=>]/.test(line) &&
              scoping.words.in(line.slice(0, line.indexOf('='))) &&
              /\b(?:request|req|ctx|context|state|self|res|locals|g|info)\./.test(
                line.slice(0, line.indexOf('=')),
              )) ||
            (/\b(?:set|run|enterWith|use|activate|bind)\w*\(/.test(line) &&
              scoping.words.in(line)),
        );
    });
    if (
      (defined || (!item.definedAt?.length && scoping.words.in(item.name))) &&
      !item.prefix
    ) {
      return {
        path: defined?.path ?? item.path,
        line: defined?.line ?? item.line,
        subject: item.name,
        note: `the middleware ${item.name} puts the ${scoping.key.word} into every request`,
      };
    }
  }
  return undefined;
}

/** A query on a scoped model in the handler, or in a function that it calls. */
function touchedBy(
  scope: Scope,
  byPath: ReadonlyMap<string, QueryFact[]>,
  byFunction: ReadonlyMap<string, QueryFact[]>,
): QueryFact | undefined {
  const direct = byPath
    .get(scope.path)
    ?.find(query => query.line >= scope.line && query.line <= scope.endLine);
  if (direct) {
    return direct;
  }
  const call =
    /(?<![\w$])([A-Za-z_$][\w$]*)\.([A-Za-z_$][\w$]*)\(|(?<![\w$])([A-Za-z_$][\w$]*)\(/g;
  for (
    let match = call.exec(scope.text);
    match;
    match = call.exec(scope.text)
  ) {
    const name = match[2] ?? match[3];
    const [receiver] = match[1] ? [match[1]] : [];
    const found = byFunction.get(name)?.find(query => {
      const place = `${query.path} ${query.enclosing.join(' ')}`.toLowerCase();
      return receiver === undefined
        ? name.length > 5
        : place.includes(
            receiver.toLowerCase().replace(/service$|_service$|^self$|s$/, ''),
          ) && receiver.length > 2;
    });
    if (found) {
      return found;
    }
  }
  return undefined;
}

function knowsTenant(
  scope: Scope,
  route: RouteFact,
  scoping: TenantScoping,
): boolean {
  const around = [
    scope.text,
    ...route.guards,
    ...route.parameters,
    route.fullPath,
    ...scope.parameters.map(
      item => `${item.name} ${item.annotation ?? ''} ${item.default ?? ''}`,
    ),
  ].join('\n');
  return (
    scoping.words.in(around) ||
    WHO.test(around) ||
    // Who is let in is known; what the handler makes of it is for `tenant-scope-missing`.
    route.guards.some(guard => GUARD.test(guard)) ||
    scoping.dependenciesKnow(around)
  );
}
