import { defineExtractor } from '../../engine/defineExtractor';
import { CallFact, FileSyntax, FunctionFact } from '../../syntax/schema';
import { isHealthRoute } from '../applications/describe';
import { applications } from '../applications/extract';
import { Resolver } from '../applications/Resolver';
import { ApplicationFact, RouteFact, SpanFact } from '../applications/schema';
import { ApplicationState, StateRoute } from './schema';

/** Helpers of handlers are followed so far. */
const MAX_DEPTH = 3;
const MAX_CALLS = 60;
const READY = new Set([
  'ready',
  'readyz',
  'readiness',
  'ready-check',
  'health-ready',
  'deep',
  'db',
  'database',
  'dependencies',
  'deps',
]);
/** Calls that make a round trip to a store, a broker or another service. */
const ROUND_TRIP =
  /(?:^|\.)(?:ping|pings|PingContext|Ping|ping_check|pingCheck|execute|exec_driver_sql|scalar|fetchval|fetchone|fetch_one|fetchrow|\$?queryRaw(?:Unsafe)?|\$queryRaw|\$runCommandRaw|query|raw|authenticate|ensure_connection|runCommand|command|server_info|serverInfo|admin_command|is_connected|isConnected|health_check|checkHealth|check_health|inspect|QueryRow|QueryRowContext|Exec|ExecContext|isHealthy|getConnection|connect|queryForObject|showMigrations|current_revision|list_topics|head_bucket|list_databases|get_applied|migration_plan|first|exists|count)$/;
/** A constant answer of a client library is no round trip: only with such an object before it. */
const WEAK_NAME =
  /(?:^|\.)(?:first|exists|count|command|inspect|connect|query|raw|scalar|execute|isConnected|is_connected)$/;
const STORE_OBJECT =
  /(?:^|[^a-z0-9])(?:db|database|session|conn|connection|engine|pool|prisma|knex|sequelize|mongo\w*|redis\w*|client|cursor|em|entityManager|dataSource|repository|repo|objects|sql|pg|pgx|gorm|orm|store|cache|broker|channel|cluster)(?![a-z0-9])/i;
const FAILING =
  /\b50[0-9]\b|SERVICE_UNAVAILABLE|StatusServiceUnavailable|ServiceUnavailable|INTERNAL_SERVER_ERROR|InternalServerError|\braise\b|\bthrow\b|abort\(|next\((?:err|e)|\bHealthCheckError\b|\.status\(\s*\w+|status_code\s*=\s*\w+|WriteHeader\(/;
const CATCHING = /\bexcept\b|\bcatch\b|\bif err != nil|\.catch\(/;

/**
 * Routes about the state of applications, and what their handlers ask: followed into helpers of the tree, dependencies
 * of the framework included.
 *
 * @public
 */
export const applicationStates = defineExtractor<ApplicationState[]>({
  id: 'applicationStates',
  extract: async context => {
    const { applications: apps } = await context.facts(applications);
    const resolver = new Resolver(context);
    const result: ApplicationState[] = [];
    for (const app of apps) {
      const routes: StateRoute[] = [];
      for (const route of app.routes) {
        const named = isReadyRoute(route);
        if (named || isHealthRoute(route)) {
          const state = await readRoute(resolver, route, named);
          if (route.handler === 'health_check.urls') {
            state.touches.push(...installedChecks(app));
          }
          routes.push(state);
        }
      }
      result.push({ application: app.id, routes });
    }
    return result;
  },
});

function isReadyRoute({ method, fullPath }: RouteFact): boolean {
  const segments = fullPath
    .toLocaleLowerCase('en-US')
    .split('/')
    .filter(Boolean);
  const last = segments.at(-1) ?? '';
  return (
    ['GET', 'HEAD', '*'].includes(method) &&
    (['ready', 'readyz', 'readiness', 'ready-check'].includes(last) ||
      (READY.has(last) && /health|status|check|actuator/.test(fullPath)))
  );
}

async function readRoute(
  resolver: Resolver,
  route: RouteFact,
  named: boolean,
): Promise<StateRoute> {
  const found: StateRoute = {
    method: route.method,
    fullPath: route.fullPath,
    path: route.path,
    line: route.line,
    named,
    touches: [],
    hidesFailure: false,
    unread: route.body === undefined,
  };
  if (route.body) {
    const seen = new Set<string>();
    await follow(resolver, route.body, 0, found, seen);
    const text = await textOf(resolver, route.body);
    found.hidesFailure = CATCHING.test(text) && !FAILING.test(text);
  }
  return found;
}

/** What django-health-check asks is decided by the parts of it that are installed. */
function installedChecks(app: ApplicationFact): StateRoute['touches'] {
  const installed = app.settings.find(({ name }) => name === 'INSTALLED_APPS');
  const names = Array.isArray(installed?.value) ? installed.value : [];
  return names.flatMap(name =>
    installed &&
    typeof name === 'string' &&
    /^health_check\.(?:db|cache|storage|contrib\.(?:redis|celery\w*|rabbitmq|migrations|s3\w*))$/.test(
      name,
    )
      ? [{ text: name, path: installed.path, line: installed.line }]
      : [],
  );
}

async function textOf(resolver: Resolver, span: SpanFact): Promise<string> {
  const file = await resolver.file(span.path);
  return (file?.text ?? '')
    .split('\n')
    .slice(span.line - 1, span.endLine)
    .join('\n');
}

async function follow(
  resolver: Resolver,
  span: SpanFact,
  depth: number,
  found: StateRoute,
  seen: Set<string>,
): Promise<void> {
  const key = `${span.path}:${span.line}`;
  const file = await resolver.file(span.path);
  if (!file || seen.has(key) || seen.size > MAX_CALLS) {
    return;
  }
  seen.add(key);
  for (const call of file.calls) {
    if (call.line < span.line || call.endLine > span.endLine) {
      continue;
    }
    // A function of the tree says what it does, whatever its name is.
    const target =
      depth < MAX_DEPTH
        ? (await resolver.function(file.path, call.callee)) ??
          (await methodOf(resolver, file, call))
        : undefined;
    if (
      !target &&
      ROUND_TRIP.test(call.callee) &&
      (!WEAK_NAME.test(call.callee) || STORE_OBJECT.test(call.callee))
    ) {
      found.touches.push({
        text: call.callee.slice(0, 60),
        path: file.path,
        line: call.line,
      });
    } else if (depth < MAX_DEPTH) {
      if (target) {
        await follow(
          resolver,
          { path: target.path, line: target.line, endLine: target.endLine },
          depth + 1,
          found,
          seen,
        );
      }
      // `Depends(check_database)` and callbacks are given, not called.
      for (const argument of call.args) {
        const given = /^[\w.]{3,60}$/.test(argument.text)
          ? await resolver.function(file.path, argument.text)
          : undefined;
        if (given) {
          await follow(
            resolver,
            { path: given.path, line: given.line, endLine: given.endLine },
            depth + 1,
            found,
            seen,
          );
        }
      }
    }
  }
}

/** `self.check()` of the own class, `this.health.check()` of a class that the constructor is given. */
async function methodOf(
  resolver: Resolver,
  file: FileSyntax,
  call: CallFact,
): Promise<FunctionFact | undefined> {
  const [owner, ...names] = call.callee.split('.');
  const method = names.at(-1);
  if (!['self', 'this'].includes(owner) || !method || names.length > 2) {
    return undefined;
  }
  const within = call.enclosing[0] ?? '';
  if (names.length === 1) {
    return file.functions.find(
      item => item.name === method && item.enclosing.includes(within),
    );
  }
  const given = file.functions
    .filter(
      item =>
        ['constructor', '__init__'].includes(item.name) &&
        item.enclosing.includes(within),
    )
    .flatMap(item => item.parameters)
    .find(
      item =>
        item.name.replace(/^(?:private|readonly|public|protected) /g, '') ===
        names[0],
    );
  const type = /^[A-Za-z_]\w*/.exec(given?.annotation ?? '')?.[0];
  const made = type ? await resolver.class(file.path, type) : undefined;
  const other = made ? await resolver.file(made.path) : undefined;
  return other?.functions.find(
    item => item.name === method && item.enclosing.includes(made!.name),
  );
}
