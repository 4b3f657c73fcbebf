import { Evidence, Place } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { access } from '../../../facts/access/extract';
import { RouteAccess } from '../../../facts/access/schema';
import { standalone } from '../../../facts/applications/describe';
import { applications } from '../../../facts/applications/extract';
import { SpanFact } from '../../../facts/applications/schema';
import { settings } from '../../../facts/settings/extract';
import { Settings } from '../../../facts/settings/schema';
import { registeredInDevelopment } from '../../../judging/environment';
import { count, inOrder, judged } from '../../../judging/outcome';
import { isWriting, routeName, segmentsOf } from '../../../judging/routes';
import { debugSurfaces } from './surfaces';

/** Words of an address that nothing of the business has. */
const DEMO = new Set(
  'demo demos seed seeds seeding seeder mock mocks mocked fake fakes dummy debug _debug __debug__ e2e testing'.split(
    ' ',
  ),
);
/** The same words with what they are about: `seed-data`, `reset_database`, `load-fixtures`. */
const COMPOUND =
  /^(?:demo|seed|mock|fake|dummy|test|sample|debug|example)[-_](?:data|db|database|users?|accounts?|records|orders|items|routes?|setup|reset|error|sentry|login|mode|env|info|dump|content|tenants?|seed)$|^(?:seed|reset|wipe|drop|clear|populate|truncate|purge)[-_](?:db|database|data|all|everything|demo|test|state|mock)$|^(?:load|create|generate|insert|import|reset)[-_](?:demo|sample|mock|fake|test|dummy|fixtures?)(?:[-_]\w+)?$|^(?:sentry|trigger)[-_](?:debug|error|test)$|^test[-_](?:only|error|sentry|crash|exception)$/;
/** `/request-demo` and the like sell something. */
const SALES = /^(?:request|book|schedule|get|watch|live)[-_]?(?:a[-_])?demos?$/;
/** Only at the beginning of an address: elsewhere "test" is often a feature. */
const LEADING =
  /^(?:test|tests|dev|development|__test__|_test|_dev|testing|playground)$/;
const PREFIX = /^(?:api|apis|rest|v\d+(?:\.\d+)*|internal|admin|public)$/;
/** Files and handlers that are for demonstrations. */
const DEMO_FILE =
  /^(?:demo|demos|seed|seeds|seeder|seeding|mock|mocks|debug|dev_?only|dev_?tools|test_?only|testing|fixtures_?loader|demo_?data|sample_?data)(?:[._-]?(?:routes?|router|controller|views?|api|endpoints?|handlers?|blueprint))?$/;
const DEMO_HANDLER =
  /^(?:seed|reset|wipe|populate|clear|truncate)_(?:demo|db|database|data|sample|mock|fake|test|all)\w*$|^(?:load|create|generate|ingest|insert|import)_(?:demo|mock|fake|sample|dummy)\w*$|^(?:demo|mock|fake|debug)_\w+$|_(?:mock|demo|fake)(?:_data|_\w+)?$/;
/** What makes a demonstration dangerous. */
const SIDE_EFFECT =
  /\b(?:wipe|truncate|drop|seed|populate|delete|deleteMany|remove|insert\w*|create\w*|bulk_\w+|save|commit|add|add_all|execute|flush\w*|update\w*|upsert\w*|reset\w*|send\w*|publish|exec)\s*\(/;
const LEAVES = /\b(?:raise|return|throw|abort|notFound|next\()/;
const SHOWS_INSIDE =
  /environ|process\.env|settings\b|config\b|__dict__|sys\.|stack|traceback|1\s*\/\s*0|throw new Error|raise (?:Exception|RuntimeError|ValueError)/;

export const check = defineCheck({
  id: 'demo-route-in-production',
  area: 'authentication-and-authorization',
  severity: 'critical',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'small',
  title: 'Demo or debug route in production',
  description:
    'Looks for routes whose address, handler or file is for demonstrations, seeds, mocks, tests or debugging and that do something, and for debugging surfaces of frameworks (Django and Flask debug toolbar, Silk, pprof, an actuator that exposes everything, playgrounds). Each must be registered under a condition on the environment, or its handler must leave before the first effect unless the environment is one of development. A role check is no such condition. Whether the environment itself defaults to development is asked by `environment-defaults-to-development`.',
  failureMode:
    'A route made for presentations or for debugging exists in production.',
  manifestation:
    'The OpenAPI document of production lists `/demo/reset`, and it answers.',
  impact:
    'One call replaces real data by sample data, empties tables or shows the inside of the process.',
  remediation:
    'Register such routes only where they belong, and fail closed.\n\n```python\nif settings.environment in {"local", "test"}:\n    api.include_router(demo.router, prefix="/demo", include_in_schema=False)\n```',
  guardrail: {
    linter: 'semgrep (partly)',
    tests: 'a test that the route answers 404 with production settings',
    ci: 'comparison of the OpenAPI document of production',
    architecture: 'demo code in a package that production does not install',
  },
  references: [
    {
      title: 'CWE-489: active debug code',
      url: 'https://cwe.mitre.org/data/definitions/489.html',
    },
    {
      title: 'OWASP ASVS 4.0, V14.3: unintended security disclosure',
      url: 'https://github.com/OWASP/ASVS/blob/v4.0.3/4.0/en/0x22-V14-Config.md',
    },
  ],
  evaluate: judged(
    {
      containing: ['demo', 'seed', 'mock', 'debug', 'fake', 'test', 'reset'],
    },
    async context => {
      const all = (await context.facts(applications)).applications;
      if (!all.length) {
        return {
          status: 'not-applicable',
          summary: 'No HTTP application was found',
        };
      }
      const facts = await context.facts(access);
      const conditions = await context.facts(settings);
      const evidence: Evidence[] = [];
      const strengths: Evidence[] = [];
      for (const app of standalone(all)) {
        const routes =
          facts.applications.find(item => item.application === app.id)
            ?.routes ?? [];
        for (const item of routes) {
          const word = demoWord(context, item);
          if (!word) {
            continue;
          }
          const condition = await conditionOf(context, conditions, item);
          if (condition) {
            strengths.push({
              ...condition,
              subject: routeName(item.route),
              note: `${routeName(item.route)} only exists in development`,
            });
          } else {
            evidence.push({
              path: item.route.path,
              line: item.route.line,
              subject: routeName(item.route),
              note: `"${word}" in every environment${
                item.authentication === 'required'
                  ? ', for whoever passes its guard'
                  : ''
              }`,
              related: (item.route.attachedAt ?? [])
                .slice(-1)
                .map(place => ({ ...place, note: 'registered here' })),
            });
          }
        }
      }
      for (const surface of await debugSurfaces(context, all, conditions)) {
        (surface.developmentOnly ? strengths : evidence).push(surface.evidence);
      }
      if (evidence.length) {
        const failing = inOrder(evidence);
        return {
          status: 'fail',
          summary: `${count(
            failing.length,
            'demo or debug route exists',
            'demo or debug routes exist',
          )} in every environment: ${failing
            .slice(0, 4)
            .map(item => item.subject)
            .join(', ')}${failing.length > 4 ? ' …' : ''}`,
          evidence: failing,
          strengths: inOrder(strengths),
          ...(failing.every(item => item.confidence === 'plausible')
            ? { confidence: 'plausible' as const }
            : {}),
        };
      }
      return strengths.length
        ? {
            status: 'pass',
            summary: `Demo and debug routes only exist in development: ${strengths
              .slice(0, 3)
              .map(item => item.subject)
              .join(', ')}`,
            evidence: inOrder(strengths),
          }
        : {
            status: 'not-applicable',
            summary: 'No route is for demonstrations or debugging',
          };
    },
  ),
});

function bodyOf(context: CheckContext, span: SpanFact | undefined): string {
  return span
    ? (context.read(span.path) ?? '')
        .split('\n')
        .slice(span.line - 1, span.endLine)
        .join('\n')
    : '';
}

/** The word that says that a route is for demonstrations; `undefined` for all others. */
function demoWord(
  context: CheckContext,
  { route }: RouteAccess,
): string | undefined {
  if (route.handler === 'page') {
    return undefined;
  }
  const body = bodyOf(context, route.body);
  const writes =
    isWriting(route, body) ||
    (route.method === 'GET' && SIDE_EFFECT.test(body));
  const fixed = segmentsOf(route.fullPath).filter(
    item => !item.startsWith('{'),
  );
  const own = fixed.filter(item => !PREFIX.test(item));
  const file = (route.body?.path ?? route.path)
    .split('/')
    .pop()!
    .replace(/\.\w+$/, '')
    .replace(/[-.]/g, '_')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
  const handler = (route.handler ?? '')
    .split('.')
    .pop()!
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
  const inAddress = fixed.find(
    item => (DEMO.has(item) || COMPOUND.test(item)) && !SALES.test(item),
  );
  const word =
    inAddress ??
    (own[0] && LEADING.test(own[0]) && own.length > 1 ? own[0] : undefined) ??
    (DEMO_FILE.test(file) ? file : undefined) ??
    (DEMO_HANDLER.test(handler) && !SALES.test(handler.replace(/_/g, '-'))
      ? handler
      : undefined);
  if (!word) {
    return undefined;
  }
  // A page that shows something and changes nothing is a page.
  return writes ||
    (/debug|error|crash|sentry/.test(word) && SHOWS_INSIDE.test(body))
    ? word
    : undefined;
}

/** The environment condition that keeps a route out of production. */
async function conditionOf(
  context: CheckContext,
  facts: Settings,
  { route, before }: RouteAccess,
): Promise<Place | undefined> {
  const registered = await registeredInDevelopment(context, facts, route);
  if (registered) {
    return registered;
  }
  // A guard that leaves unless the environment is one of development.
  for (const { verdict } of before) {
    const at = verdict.definedAt;
    const made =
      at &&
      (await context.syntax.file(at.path))?.functions.find(
        item => item.line === at.line,
      );
    const found = made && leavesInProduction(context, facts, made);
    if (found) {
      return found;
    }
  }
  return route.body && leavesInProduction(context, facts, route.body);
}

/** A branch for production that leaves before anything happens. */
function leavesInProduction(
  context: CheckContext,
  facts: Settings,
  span: SpanFact,
): Place | undefined {
  const lines = (context.read(span.path) ?? '').split('\n');
  const found = facts.conditions.find(
    item =>
      item.path === span.path &&
      item.line > span.line - 1 &&
      item.endLine <= span.endLine &&
      item.environment === 'production' &&
      LEAVES.test(lines.slice(item.line - 1, item.endLine).join('\n')) &&
      !SIDE_EFFECT.test(
        lines.slice(span.line, Math.max(span.line, item.line - 1)).join('\n'),
      ),
  );
  return found && { path: found.path, line: found.line };
}
