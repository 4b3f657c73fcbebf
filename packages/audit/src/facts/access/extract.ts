import { defineExtractor } from '../../engine/defineExtractor';
import { ExtractContext } from '../../engine/types';
import { applications } from '../applications/extract';
import {
  ApplicationFact,
  GuardUse,
  MiddlewareFact,
  RouteFact,
} from '../applications/schema';
import { GuardJudge } from './GuardJudge';
import { isPrivilegeMark, isPublicMark, marked } from './nestMarks';
import { NextMiddleware, readNextMiddleware } from './nextMiddleware';
import { holdsAt, literals, PathRules } from './pathRules';
import { Access, GuardVerdict, JudgedGuard, RouteAccess } from './schema';
import { signalsOf } from './signals';

/** A guard of the whole application with the addresses and handlers that it leaves out. */
interface GlobalGuard {
  guard: JudgedGuard;
  rules: PathRules;
  /** Handlers and endpoints that its code names. */
  exemptHandlers: ReadonlySet<string>;
  next?: NextMiddleware;
}

/** Frameworks whose middleware is read from the application; the others carry it at each route, in order. */
const GLOBAL_MIDDLEWARE = new Set([
  'fastapi',
  'starlette',
  'django',
  'nextjs',
  'spring',
]);

const ABOUT_CALLERS =
  /[Aa]uthori[sz]ation\b|[Tt]oken\b|[Ss]ecret\b|[Aa]pi[_-]?[Kk]ey|\bsession\b|is_authenticated|\buser\b|jwt|Bearer|credential|cookie|login/;

/**
 * Who may call each route of each application: every guard that is wired around it, followed to where it turns a
 * caller away.
 *
 * @public
 */
export const access = defineExtractor<Access>({
  id: 'access',
  extract: async context => {
    const { applications: apps } = await context.facts(applications);
    const judge = new GuardJudge(context);
    const result: Access = { applications: [] };
    const globals = new Map<string, GlobalGuard[]>();
    for (const app of apps) {
      globals.set(app.id, await globalGuards(context, judge, app));
    }
    for (const app of apps) {
      const around = [
        ...outerOf(app, apps).flatMap(outer => globals.get(outer.id) ?? []),
        ...globals.get(app.id)!,
      ];
      const routes: RouteAccess[] = [];
      for (const route of app.routes) {
        routes.push(
          await accessOf(judge, app, route, [
            ...around,
            ...innerOf(app, route, apps).flatMap(
              inner => globals.get(inner.id) ?? [],
            ),
          ]),
        );
      }
      const actions: RouteAccess[] = [];
      for (const action of app.actions ?? []) {
        actions.push(await accessOf(judge, app, action, []));
      }
      result.applications.push({ application: app.id, routes, actions });
    }
    return result;
  },
});

/** Applications in which an application is mounted, outermost first. */
function outerOf(
  app: ApplicationFact,
  apps: readonly ApplicationFact[],
): ApplicationFact[] {
  const result: ApplicationFact[] = [];
  const byId = new Map(apps.map(item => [item.id, item]));
  let outer = app.mountedIn ? byId.get(app.mountedIn) : undefined;
  while (outer && !result.includes(outer) && result.length < 5) {
    result.unshift(outer);
    outer = outer.mountedIn ? byId.get(outer.mountedIn) : undefined;
  }
  return result;
}

/** Applications mounted in this one through which a route is reached. */
function innerOf(
  app: ApplicationFact,
  route: RouteFact,
  apps: readonly ApplicationFact[],
): ApplicationFact[] {
  return apps.filter(
    other =>
      other.mountedIn === app.id &&
      other.routes.some(
        ({ path, line, method }) =>
          path === route.path && line === route.line && method === route.method,
      ),
  );
}

async function globalGuards(
  context: ExtractContext,
  judge: GuardJudge,
  app: ApplicationFact,
): Promise<GlobalGuard[]> {
  if (!GLOBAL_MIDDLEWARE.has(app.framework)) {
    return [];
  }
  const result: GlobalGuard[] = [];
  for (const item of app.middleware) {
    if (item.developmentOnly) {
      continue;
    }
    const found =
      app.framework === 'nextjs'
        ? await nextGuard(context, app, item)
        : await middlewareGuard(judge, app, item);
    if (found) {
      result.push(found);
    }
  }
  return result;
}

async function middlewareGuard(
  judge: GuardJudge,
  app: ApplicationFact,
  item: MiddlewareFact,
): Promise<GlobalGuard | undefined> {
  const use = useOf(item);
  if (item.name.endsWith('.LoginRequiredMiddleware')) {
    return {
      guard: {
        use,
        verdict: {
          rejects: 'yes',
          privilege: false,
          opens: false,
          because: item.name,
        },
      },
      rules: { exempt: [], only: [] },
      exemptHandlers: new Set(),
    };
  }
  const [span] = item.definedAt ?? [];
  if (!span) {
    return undefined;
  }
  const { code, ...rules } = await judge.rulesOf(span);
  // A middleware for a firewall or a size limit answers 403 as well, but it does not ask who calls.
  if (!signalsOf(code).rejects || !ABOUT_CALLERS.test(code)) {
    return undefined;
  }
  return {
    guard: {
      use,
      verdict: {
        rejects: 'yes',
        privilege: false,
        opens: false,
        because: `${item.name.split('.').pop()} turns callers away`,
        definedAt: { path: span.path, line: span.line },
      },
    },
    rules,
    exemptHandlers:
      app.framework === 'django' ? new Set(literals(code)) : new Set(),
  };
}

function useOf(item: MiddlewareFact): GuardUse {
  return {
    text: item.name,
    how: 'middleware',
    path: item.path,
    line: item.line,
    level: 'application',
    ...(item.prefix ? { prefix: item.prefix } : {}),
  };
}

async function nextGuard(
  context: ExtractContext,
  app: ApplicationFact,
  item: MiddlewareFact,
): Promise<GlobalGuard | undefined> {
  if (item.name !== 'next.middleware') {
    return undefined;
  }
  const text = context.tree.read(item.path) ?? '';
  const configured = /next-auth|NextAuth|auth/.test(text)
    ? await context.syntax.files({ containing: ['authorized'] })
    : [];
  const middleware = readNextMiddleware(
    text,
    configured.some(file => !app.part || file.path.startsWith(`${app.part}/`)),
  );
  return middleware.rejects
    ? {
        guard: {
          use: useOf(item),
          verdict: {
            rejects: 'yes',
            privilege: false,
            opens: false,
            because: 'the middleware turns callers away',
            definedAt: { path: item.path, line: item.line },
          },
        },
        rules: { exempt: [], only: [] },
        exemptHandlers: new Set(),
        next: middleware,
      }
    : undefined;
}

function holds(
  { guard, rules, exemptHandlers, next }: GlobalGuard,
  app: ApplicationFact,
  route: RouteFact,
): boolean {
  if (next) {
    return next.guards(route.fullPath);
  }
  const isRest = route.guardedBy.some(item => item.how === 'permission');
  if (guard.use.text.endsWith('.LoginRequiredMiddleware')) {
    // The REST framework has permissions of its own and is left out by the middleware of Django.
    return (
      !(isRest && guard.use.text.startsWith('django.')) &&
      !route.guardedBy.some(item =>
        /login_not_required|login_exempt/.test(item.text),
      )
    );
  }
  return (
    holdsAt(rules, route.fullPath) &&
    !(app.framework === 'django' && exemptHandlers.has(route.handler ?? ''))
  );
}

async function accessOf(
  judge: GuardJudge,
  app: ApplicationFact,
  route: RouteFact,
  around: readonly GlobalGuard[],
): Promise<RouteAccess> {
  const guards: JudgedGuard[] = [];
  for (const item of around) {
    if (holds(item, app, route)) {
      guards.push(item.guard);
    }
  }
  const marks =
    app.framework === 'nestjs'
      ? route.guardedBy.filter(item => item.how === 'decorator')
      : [];
  const exempt = marks.find(item => isPublicMark(item.text));
  const before = [...guards];
  for (const use of route.guardedBy) {
    const verdict = await verdictOf(judge, app, route, use, marks, exempt);
    before.push({ use, verdict });
    if (verdict.rejects !== 'no' || verdict.opens) {
      guards.push({ use, verdict });
    }
  }
  if (app.framework === 'nextjs' && route.handler === 'page') {
    guards.push(...judge.pageGuards(route.path));
  }
  if (route.body && app.framework !== 'nestjs') {
    const verdict = await judge.handler(route.body);
    if (verdict.rejects !== 'no') {
      guards.push({
        use: {
          text: route.handler ?? 'handler',
          how: 'hook',
          path: route.body.path,
          line: route.body.line,
          level: 'route',
        },
        verdict,
      });
    }
  }
  return { route, before, ...decide(guards, route, exempt) };
}

async function verdictOf(
  judge: GuardJudge,
  app: ApplicationFact,
  route: RouteFact,
  use: GuardUse,
  marks: readonly GuardUse[],
  exempt: GuardUse | undefined,
): Promise<GuardVerdict> {
  const verdict = await judge.judge(use);
  if (use.onlyIf && ['yes', 'writes'].includes(verdict.rejects)) {
    return { ...verdict, rejects: 'unclear' };
  }
  if (app.framework === 'nestjs' && use.how === 'guard' && verdict.definedAt) {
    const code = await judge.classCode(use);
    const reading = marked(code);
    if (exempt && reading.exempting) {
      return { ...verdict, rejects: 'no' };
    }
    if (
      reading.selective &&
      !marks.some(
        item => isPrivilegeMark(item.text) && !isPublicMark(item.text),
      )
    ) {
      return { ...verdict, rejects: 'no' };
    }
  }
  if (app.framework === 'nestjs' && use.how === 'decorator') {
    return judge.composedGuards(use);
  }
  if (app.framework === 'flask' && use.how === 'hook' && verdict.definedAt) {
    const rules = await judge.hookRules(verdict.definedAt);
    const handler = route.handler ?? '';
    if (
      !holdsAt(rules, route.fullPath) ||
      rules.names.some(
        name =>
          name === handler || (name.endsWith(`.${handler}`) && handler !== ''),
      )
    ) {
      return { ...verdict, rejects: 'no' };
    }
  }
  return verdict;
}

function decide(
  guards: readonly JudgedGuard[],
  route: RouteFact,
  exempt: GuardUse | undefined,
): Pick<RouteAccess, 'authentication' | 'authorization' | 'by'> {
  const writes = !['GET', 'HEAD', 'OPTIONS'].includes(route.method);
  const rejecting = guards.filter(
    ({ verdict }) =>
      verdict.rejects === 'yes' || (verdict.rejects === 'writes' && writes),
  );
  const readsOnly = guards.filter(
    ({ verdict }) => verdict.rejects === 'writes' && !writes,
  );
  const unclear = guards.filter(({ verdict }) => verdict.rejects === 'unclear');
  const opening = guards.filter(({ verdict }) => verdict.opens);
  const asked =
    rejecting.some(({ verdict }) => verdict.privilege) ||
    (rejecting.length > 1 && rejecting.some(({ verdict }) => verdict.refusal));
  const otherwise = unclear.length ? 'unclear' : 'none';
  const authorization = asked ? 'required' : otherwise;
  if (rejecting.length) {
    return { authentication: 'required', authorization, by: rejecting };
  }
  if (unclear.length) {
    return { authentication: 'unclear', authorization: 'unclear', by: unclear };
  }
  return {
    authentication: 'open',
    authorization: 'none',
    by: [
      ...opening,
      // Reading is left open on purpose.
      ...readsOnly.map(({ use, verdict }) => ({
        use,
        verdict: { ...verdict, opens: true },
      })),
      ...(exempt
        ? [
            {
              use: exempt,
              verdict: {
                rejects: 'no' as const,
                privilege: false,
                opens: true,
                because: exempt.text,
              },
            },
          ]
        : []),
    ],
  };
}
