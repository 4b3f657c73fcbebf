import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { access } from '../../../facts/access/extract';
import { RouteAccess } from '../../../facts/access/schema';
import { nameOf, standalone } from '../../../facts/applications/describe';
import { applications } from '../../../facts/applications/extract';
import { ApplicationFact } from '../../../facts/applications/schema';
import { settings } from '../../../facts/settings/extract';
import { registeredInDevelopment } from '../../../judging/environment';
import { authenticatingGateway } from '../../../judging/gateway';
import { count, inOrder, judged, somePlaces } from '../../../judging/outcome';
import {
  administers,
  isPage,
  isWriting,
  publicByNature,
  registers,
  routeName,
  segmentsOf,
} from '../../../judging/routes';

const RENDERS =
  /\brender(?:_template|_to_string|_to_response)?\s*\(|TemplateResponse|HTMLResponse|\bres\.render\s*\(|\bsend_from_directory\s*\(|\bsendFile\s*\(|\bredirect\s*\(|\breply\.view\s*\(/;
/** Pages that show or administer what belongs to somebody. */
const PERSONAL_PAGE =
  /^(?:admin|dashboard|account|accounts|profile|settings|billing|backoffice|back-office|manage|my|orders|users|members|team|teams|workspace|projects)$/;

/** The handler goes by who calls, so that a stranger may run into an error instead of an answer. */
const USES_CALLER =
  /\b(?:self\.)?request\.user\b|\breq\.user\b|\bcurrent_user\b|\bg\.user\b|\breq\.session\.user|\bsession\[["']user/;

interface Judged {
  app: ApplicationFact;
  item: RouteAccess;
  writes: boolean;
  /** Uses the identity of the caller, though nothing asks for it. */
  usesCaller: boolean;
}

/** Routes of an application that somebody should have to sign in for, and what is open of them. */
interface Reading {
  app: ApplicationFact;
  /** At least one route asks who calls. */
  guarded: RouteAccess[];
  unclear: RouteAccess[];
  open: Judged[];
  pages: RouteAccess[];
  /** Server actions that write and ask nobody. */
  actions: RouteAccess[];
}

export const check = defineCheck({
  id: 'unprotected-route',
  area: 'authentication-and-authorization',
  severity: 'critical',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'medium',
  title: 'Route without authentication',
  description:
    'For each route of each application, everything that runs before it is looked up: the application, routers, blueprints and modules around it, the call that includes them, decorators, parameters, middleware above it and the handler itself. Own guards are followed to where they turn a caller away; a dependency that only opens a database session guards nothing. Routes that are public by nature (health, metrics, documents, sign-in, registration, password reset, callbacks, webhooks, static files) are left out, and so are pages of public sites, GraphQL endpoints and web sockets. Server actions of Next.js count where they change data and neither they nor their helpers ask who calls. An application without writing routes and without any sign-in is taken for public.',
  failureMode: 'A route can be called by anybody who can reach the port.',
  manifestation:
    '`curl` without a token gets an answer, while the neighbouring routes answer 401.',
  impact:
    'Data is read, changed or deleted by strangers, without a trace of who it was.',
  remediation:
    'Deny by default: attach the guard to the application or to the call that includes the router, and list what is public.\n\n```python\napp.include_router(\n    statements.router,\n    prefix="/statements",\n    dependencies=[Depends(get_current_user)],\n)\n```\n\nExpress: `app.use(\'/statements\', requireUser, statements)`; NestJS: an `APP_GUARD` with `@Public()` for exceptions; Django REST framework: `DEFAULT_PERMISSION_CLASSES = [IsAuthenticated]`.',
  guardrail: {
    linter: 'semgrep (partly)',
    tests: 'one test that asks every route without a token',
    ci: 'DAST without credentials (partly)',
    architecture: 'deny by default',
  },
  references: [
    {
      title: 'CWE-306: missing authentication for a critical function',
      url: 'https://cwe.mitre.org/data/definitions/306.html',
    },
    {
      title: 'OWASP API2:2023 Broken Authentication',
      url: 'https://owasp.org/API-Security/editions/2023/en/0xa2-broken-authentication/',
    },
    {
      title: 'OWASP ASVS 4.0, V4.1: access control',
      url: 'https://github.com/OWASP/ASVS/blob/v4.0.3/4.0/en/0x12-V4-Access-Control.md',
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
      const facts = await context.facts(access);
      const apps = standalone(all).filter(app => app.routes.length);
      if (!apps.length) {
        return all.some(app => app.partial.length)
          ? {
              status: 'unknown',
              summary: `The routes of ${all
                .map(app => nameOf(app, all))
                .join(', ')} could not be read`,
            }
          : {
              status: 'not-applicable',
              summary: 'No application with routes was found',
            };
      }
      const conditions = await context.facts(settings);
      const readings: Reading[] = [];
      for (const app of apps) {
        const routes: RouteAccess[] = [];
        for (const item of facts.applications.find(
          found => found.application === app.id,
        )?.routes ?? []) {
          if (
            item.authentication !== 'open' ||
            !(await registeredInDevelopment(context, conditions, item.route))
          ) {
            routes.push(item);
          }
        }
        readings.push({
          ...read(context, app, routes),
          actions: openActions(
            context,
            facts.applications.find(found => found.application === app.id)
              ?.actions ?? [],
          ),
        });
      }
      const relevant = readings.filter(
        ({ guarded, unclear, open, actions }) =>
          guarded.length || unclear.length || open.length || actions.length,
      );
      if (!relevant.length) {
        return {
          status: 'not-applicable',
          summary: 'All routes are public by nature',
        };
      }
      const evidence: Evidence[] = [];
      const names: string[] = [];
      for (const reading of relevant) {
        const found = await findingsOf(context, reading, readings);
        evidence.push(...found);
        names.push(...(found.length ? [nameOf(reading.app, all)] : []));
      }
      const strengths = inOrder(relevant.flatMap(strengthsOf));
      const open = evidence.filter(item => item.severity !== 'low').length;
      const total =
        open +
        relevant.reduce(
          (sum, item) => sum + item.guarded.length + item.unclear.length,
          0,
        );
      if (evidence.length) {
        const failing = inOrder(evidence);
        return {
          status: 'fail',
          summary: `${open} of ${count(
            total,
            'route',
          )} can be called without a sign-in (${names.join(', ')}): ${failing
            .slice(0, 3)
            .map(item => item.subject)
            .join(', ')}${failing.length > 3 ? ' …' : ''}`,
          evidence: failing,
          strengths,
          share: total ? (total - open) / total : 0,
          ...(failing.every(item => item.confidence === 'plausible')
            ? { confidence: 'plausible' as const }
            : {}),
          lookedFor: [
            'guards on the application, routers, include and mount calls',
            'decorators, dependencies and parameters of the handlers, transitively',
            'middleware above the route, and handlers that answer 401 or 403 themselves',
          ],
        };
      }
      const undecided = relevant.flatMap(item => item.unclear);
      if (!relevant.some(item => item.guarded.length || item.unclear.length)) {
        return {
          status: 'not-applicable',
          summary:
            'Only reading routes without any sign-in: they are taken for public',
        };
      }
      return {
        status: 'pass',
        summary: undecided.length
          ? `Every route that needs a sign-in has a guard; ${count(
              undecided.length,
              'route rests',
              'routes rest',
            )} on ${doubtOf(undecided[0])}`
          : `Every route that needs a sign-in asks for it${
              strengths.length ? `: ${somePlaces(strengths)}` : ''
            }`,
        evidence: strengths,
        ...(undecided.length ? { confidence: 'plausible' as const } : {}),
      };
    },
  ),
});

/** The guard that may or may not turn callers away, and why that cannot be told. */
function doubtOf({ by: [guard] }: RouteAccess): string {
  const text = guard?.use.text.replace(/\s+/g, ' ').slice(0, 60);
  return guard?.use.onlyIf
    ? `${text}, which only runs if ${guard.use.onlyIf.text}`
    : `${text}, which is not in this tree`;
}

function read(
  context: CheckContext,
  app: ApplicationFact,
  routes: readonly RouteAccess[],
): Reading {
  const reading: Reading = {
    app,
    guarded: [],
    unclear: [],
    open: [],
    pages: [],
    actions: [],
  };
  for (const item of routes) {
    const { route } = item;
    if (isPage(app, route)) {
      reading.pages.push(item);
      continue;
    }
    if (publicByNature(route) || route.method === 'OPTIONS') {
      continue;
    }
    const body =
      route.body &&
      textOf(context, route.body.path, route.body.line, route.body.endLine);
    if (item.authentication === 'open' && registers(route, body)) {
      continue;
    }
    const writes = isWriting(route, body);
    if (item.authentication === 'required') {
      reading.guarded.push(item);
    } else if (item.authentication === 'unclear') {
      reading.unclear.push(item);
    } else if (
      writes ||
      administers(route, route.body?.path ?? route.path) ||
      !isPublicPage(app, item, body)
    ) {
      reading.open.push({
        app,
        item,
        writes,
        usesCaller: body !== undefined && USES_CALLER.test(body),
      });
    }
  }
  return reading;
}

/** What is read by people in a browser is often meant for everybody; routes of another library are not ours to judge. */
function isPublicPage(
  app: ApplicationFact,
  { route }: RouteAccess,
  body: string | undefined,
): boolean {
  if (route.fullPath.endsWith('/*') || (route.method === '*' && !route.body)) {
    return true;
  }
  if (body !== undefined) {
    return RENDERS.test(body) && !/JsonResponse|jsonify|res\.json\(/.test(body);
  }
  return (
    app.framework === 'django' &&
    !route.guardedBy.some(guard => guard.how === 'permission')
  );
}

function textOf(
  context: CheckContext,
  path: string,
  line: number,
  endLine: number,
): string {
  return (context.read(path) ?? '')
    .split('\n')
    .slice(line - 1, endLine)
    .join('\n');
}

async function findingsOf(
  context: CheckContext,
  reading: Reading,
  all: readonly Reading[],
): Promise<Evidence[]> {
  const { app, open } = reading;
  const hasSignIn = reading.guarded.length + reading.unclear.length > 0;
  const beside = all.some(
    other =>
      other.app.part === app.part &&
      other.guarded.length + other.unclear.length > 0,
  );
  const writing = open.some(item => item.writes);
  const pages = [
    ...(hasSignIn ? openPages(context, reading) : []),
    ...actionFindings(reading, hasSignIn),
  ];
  if (!open.length || (!beside && !writing)) {
    return pages;
  }
  // Without any guard of its own, something in front may ask instead.
  const gateway = hasSignIn ? undefined : await authenticatingGateway(context);
  return [
    ...pages,
    ...open.flatMap(({ item, writes, usesCaller }) => {
      const opened = item.by.find(({ verdict }) => verdict.opens);
      if (opened && !writes && opened.verdict.rejects === 'writes') {
        // The policy says so: everybody may read, and only then.
        return [];
      }
      return [
        {
          path: item.route.path,
          line: item.route.line,
          subject: routeName(item.route),
          note: `${noteOf(item, app, hasSignIn)}${
            usesCaller ? '; the handler uses the caller without a check' : ''
          }`,
          // Where only reading is open, strangers can look but not touch.
          ...(open.some(
            other => other.writes && other.item.route.path === item.route.path,
          )
            ? {}
            : { severity: 'high' as const }),
          ...(gateway ||
          usesCaller ||
          // What the address is, nobody can tell; `POST /users` may be how people register.
          item.route.fullPath.endsWith('{…}') ||
          (item.route.method === 'POST' &&
            /\/(?:users|customers|accounts)$/.test(item.route.fullPath)) ||
          (opened && !writes)
            ? { confidence: 'plausible' as const }
            : {}),
          related: [
            ...(item.route.composedAt &&
            item.route.composedAt.path !== item.route.path
              ? [{ ...item.route.composedAt, note: 'attached here' }]
              : []),
            ...(opened
              ? [
                  {
                    path: opened.use.path,
                    line: opened.use.line,
                    note: `opened by ${short(opened.use.text)}`,
                  },
                ]
              : []),
            ...(gateway
              ? [
                  {
                    path: gateway.path,
                    line: gateway.line,
                    note: `${gateway.word} may ask for a sign-in in front`,
                  },
                ]
              : []),
          ],
        },
      ];
    }),
  ];
}

function noteOf(
  item: RouteAccess,
  app: ApplicationFact,
  hasSignIn: boolean,
): string {
  const opened = item.by.find(({ verdict }) => verdict.opens);
  if (opened) {
    return `opened to everybody by ${short(opened.use.text)}`;
  }
  const names = [
    ...new Set(
      item.route.guardedBy
        .filter(guard => !['mixin', 'middleware', 'rule'].includes(guard.how))
        .map(guard => short(guard.text)),
    ),
  ].filter(name => !/^(?:async\b|function\b|\()/.test(name));
  const tried =
    names.length > 0 && names.length < 4
      ? `; ${names.join(', ')} ${
          names.length > 1 ? 'turn' : 'turns'
        } nobody away`
      : '';
  return hasSignIn
    ? `nothing asks who calls${tried}`
    : `nothing in ${app.name ?? app.framework} asks who calls`;
}

const PUBLIC_ACTION =
  /^(?:on|handle|do|submit)?_?(?:log|sign)_?(?:in|out|up|on|off)|regist|forgot|reset|verif|recover|contact|subscri|newsletter|feedback|locale|language|theme|consent|cookie|track|waitlist|otp|magic/i;
const DATA_ACCESS =
  /\.(?:findMany|findFirst|findUnique|findAll|aggregate)\s*\(|\bdb\s*\.\s*(?:select|query)\b|\$queryRaw|\bsql`/;
const DATA_CHANGE =
  /\.(?:create|createMany|update|updateMany|upsert|delete|deleteMany|insert|insertMany|save|findByIdAndUpdate|findByIdAndDelete|updateOne|deleteOne)\s*\(|\$executeRaw|\bsql`\s*(?:insert|update|delete)\b/i;

function short(text: string): string {
  const flat = text.replace(/\s+/g, ' ');
  return flat.length > 50 ? `${flat.slice(0, 50)}…` : flat;
}

/** Pages with personal or administrative content that the server hands out to everybody. */
function openPages(context: CheckContext, { app, pages }: Reading): Evidence[] {
  return pages
    .filter(
      ({ authentication, route }) =>
        authentication === 'open' &&
        !publicByNature(route) &&
        segmentsOf(route.fullPath).some(item => PERSONAL_PAGE.test(item)),
    )
    .map(({ route }) => {
      const reads =
        app.framework === 'nextjs' &&
        DATA_ACCESS.test(serverText(context, route.path));
      return {
        path: route.path,
        line: route.line,
        severity: reads ? ('high' as const) : ('low' as const),
        ...(reads ? {} : { confidence: 'plausible' as const }),
        subject: `page ${route.fullPath}`,
        note: `no middleware, layout or page of ${
          app.part || 'the project'
        } asks for a session on the server${
          reads ? ', and the page reads the database' : ''
        }`,
      };
    });
}

/** Text of a file that runs on the server only. */
function serverText(context: CheckContext, path: string): string {
  const text = context.read(path) ?? '';
  return /^\s*["']use client["']/.test(text) ? '' : text;
}

/** Server actions that change data without asking who calls; those of signing in and up are public by nature. */
function openActions(
  context: CheckContext,
  actions: readonly RouteAccess[],
): RouteAccess[] {
  return actions.filter(({ authentication, route }) => {
    const body = textOf(
      context,
      route.path,
      route.body?.line ?? route.line,
      route.body?.endLine ?? route.line,
    );
    return (
      authentication === 'open' &&
      !PUBLIC_ACTION.test(route.handler ?? '') &&
      DATA_CHANGE.test(body ?? '') &&
      !/\b(?:getUser|getSession|getServerSession|currentUser|auth)\s*\(/.test(
        body ?? '',
      )
    );
  });
}

function actionFindings(
  { app, actions, guarded }: Reading,
  hasSignIn: boolean,
): Evidence[] {
  // Elsewhere a middleware may stand in front of every page.
  const middleware = app.middleware.some(
    item => item.name === 'next.middleware',
  );
  return hasSignIn || middleware || guarded.length
    ? actions.map(({ route }) => ({
        path: route.path,
        line: route.line,
        subject: `action ${route.handler}`,
        note: 'the server action changes data and asks nobody who calls; the browser can call it from any page',
        ...(middleware ? { severity: 'high' as const } : {}),
      }))
    : [];
}

/** Guards of the whole application: denied by default. Else those of routers and handlers that hold most routes. */
function strengthsOf({ guarded, open }: Reading): Evidence[] {
  if (open.length) {
    return [];
  }
  const ofApplication = guardsOf(guarded, true);
  const whole = ofApplication.filter(
    ({ routes }) => routes * 2 >= guarded.length,
  );
  return (
    whole.length > 0
      ? whole.slice(0, 1)
      : guardsOf(guarded, false)
          .filter(
            ({ item }) =>
              !/=>|\basync_?handler\b|^(?:async|function)\b/i.test(
                item.use.text,
              ),
          )
          .slice(0, 5)
  ).map(({ routes, item }) => ({
    path: item.use.path,
    line: item.use.line,
    subject: short(item.use.text),
    note: `${short(item.use.text)} guards ${count(routes, 'route')}`,
    ...(item.verdict.definedAt && item.verdict.definedAt.path !== item.use.path
      ? { related: [{ ...item.verdict.definedAt, note: 'the guard' }] }
      : {}),
  }));
}

/** Guards with the number of routes that they hold, the widest first; those of handlers by what they ask for. */
function guardsOf(
  guarded: readonly RouteAccess[],
  ofApplication: boolean,
): { routes: number; item: RouteAccess['by'][number] }[] {
  const covered = new Map<
    string,
    { routes: number; item: RouteAccess['by'][number] }
  >();
  for (const route of guarded) {
    for (const item of route.by) {
      // A handler that asks by itself is no guard of others.
      if (
        (item.use.level === 'application') === ofApplication &&
        item.use.text !== route.route.handler?.split('.').pop()
      ) {
        const key = ofApplication
          ? `${item.use.path}:${item.use.line}:${item.use.text}`
          : item.use.text;
        const known = covered.get(key);
        covered.set(key, {
          item: known?.item ?? item,
          routes: (known?.routes ?? 0) + 1,
        });
      }
    }
  }
  return [...covered.values()].sort((x, y) => y.routes - x.routes);
}
