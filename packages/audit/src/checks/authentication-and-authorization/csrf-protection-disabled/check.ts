import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { access } from '../../../facts/access/extract';
import { RouteAccess } from '../../../facts/access/schema';
import {
  nameOf,
  placeOf,
  standalone,
} from '../../../facts/applications/describe';
import { applications } from '../../../facts/applications/extract';
import { ApplicationFact } from '../../../facts/applications/schema';
import { noSuchRoute } from '../../../judging/noApplication';
import { count, inOrder, judged } from '../../../judging/outcome';
import { isWriting, routeName } from '../../../judging/routes';
import { springCsrf } from './spring';
import { tokenCookie, tokenMiddleware } from './node';
import { cookieAuthentication } from './cookieAuthentication';

/** The code goes by a cookie: the session, or the user that the session stands for. */
const BY_COOKIE =
  /\brequest\.user\b|\bself\.request\.user\b|\brequest\.session\b|\bcurrent_user\b|\bsession\[|\bsession\.get\(|\blogin_required\b|\brequest\.COOKIES\b|\brequest\.cookies\b|\blogin_user\(|\breq\.session\b|\breq\.cookies\b|\breq\.signedCookies\b|\bgetServerSession\b/;
/** The code goes by a header, or by what cannot come from a form of somebody else. */
const BY_HEADER =
  /HTTP_AUTHORIZATION|[Aa]uthorization["'\]]|Bearer|api_?key|HTTP_X_|headers(?:\.get\(|\[)\s*["']X-|compare_digest|hmac|[Ss]ignature|construct_event|constructEvent|verify_token|oauth2?_/;
/** Answers that come from elsewhere by their nature. */
const FROM_ELSEWHERE =
  /(?:^|[/_.-])(?:acs|saml2?|sso|assertion|callback|webhooks?|hooks?|ipn|login|sign[-_]?in|lti|token|oauth2?|payment[-_]?events|notify|postback|csp[-_]?report)(?:$|[/_.-])/i;
const SAFE_ONLY =
  /require_safe|require_GET|require_http_methods\(\s*\[\s*["'](?:GET|HEAD)["']\s*(?:,\s*["'](?:GET|HEAD)["']\s*)?\]/;

interface Outcome {
  evidence: Evidence[];
  strengths: Evidence[];
  /** Routes that write and go by a cookie, and how many of them are protected. */
  total: number;
  good: number;
}

export const check = defineCheck({
  id: 'csrf-protection-disabled',
  area: 'authentication-and-authorization',
  severity: 'high',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'small',
  title: 'Requests from other sites are accepted',
  description:
    'Looks for routes that change something and go by a cookie, and whether the protection against forged requests is on for them: the middleware and exemptions of Django, `SessionAuthentication` with its check taken out, Flask sessions without `CSRFProtect`, cookie sessions of Express and NestJS without a token middleware and without `SameSite`, and Spring with form or session sign-in and CSRF switched off. Signed callbacks and single sign-on consumers have to accept foreign posts and are left out. Handlers of Next.js are not judged.',
  failureMode:
    'A page of somebody else can make the browser of a signed-in user send a request that counts.',
  manifestation:
    'A form on another site that posts to the route works, with the cookie that the browser adds by itself.',
  impact:
    'Settings, addresses and payments of users change while they look at another page.',
  remediation:
    'Keep the protection of the framework on, and exempt only callbacks that verify a signature.\n\n```python\ncsrf = CSRFProtect(app)          # Flask\nSESSION_COOKIE_SAMESITE = "Lax"\n```\n\nDjango: keep `CsrfViewMiddleware`, send the token from scripts in `X-CSRFToken` instead of `@csrf_exempt`. Express: `cookie: { sameSite: \'lax\' }` and `csrf-csrf`.',
  guardrail: {
    linter: 'semgrep, bandit (partly)',
    tests: 'a post without a token is refused',
    ci: 'ZAP (partly)',
    architecture: 'tokens in headers instead of cookies, SameSite cookies',
  },
  references: [
    {
      title: 'CWE-352',
      url: 'https://cwe.mitre.org/data/definitions/352.html',
    },
    {
      title: 'OWASP: CSRF prevention',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html',
    },
  ],
  evaluate: judged(
    {
      containing: ['csrf', 'session', 'Session', 'cookie', 'Cookie'],
    },
    async context => {
      const all = (await context.facts(applications)).applications;
      const facts = await context.facts(access);
      const result: Outcome = {
        evidence: [],
        strengths: [],
        total: 0,
        good: 0,
      };
      for (const app of standalone(all)) {
        const routes =
          facts.applications.find(item => item.application === app.id)
            ?.routes ?? [];
        const found = await outcomeOf(context, app, routes, all);
        result.evidence.push(...found.evidence);
        result.strengths.push(...found.strengths);
        result.total += found.total;
        result.good += found.good;
      }
      if (result.evidence.length) {
        const failing = inOrder(result.evidence);
        return {
          status: 'fail',
          summary: `${count(
            failing.length,
            'place accepts',
            'places accept',
          )} requests from other sites: ${failing
            .slice(0, 4)
            .map(item => item.subject)
            .join(', ')}${failing.length > 4 ? ' …' : ''}`,
          evidence: failing,
          strengths: inOrder(result.strengths),
          share: result.total ? result.good / result.total : 0,
        };
      }
      return result.strengths.length
        ? {
            status: 'pass',
            summary: 'Writing requests that go by a cookie are protected',
            evidence: inOrder(result.strengths),
          }
        : noSuchRoute(context, 'No writing route goes by a cookie');
    },
  ),
});

async function outcomeOf(
  context: CheckContext,
  app: ApplicationFact,
  routes: readonly RouteAccess[],
  all: readonly ApplicationFact[],
): Promise<Outcome> {
  switch (app.framework) {
    case 'django':
      return django(context, app, routes);
    case 'flask':
      return flask(context, app, routes, all);
    case 'express':
    case 'nestjs':
      return node(context, app, routes, all);
    case 'spring':
      return spring(context, app, routes, all);
    default:
      return { evidence: [], strengths: [], total: 0, good: 0 };
  }
}

function bodyOf(context: CheckContext, { route }: RouteAccess): string {
  return route.body
    ? (context.read(route.body.path) ?? '')
        .split('\n')
        .slice(route.body.line - 1, route.body.endLine)
        .join('\n')
    : '';
}

async function django(
  context: CheckContext,
  app: ApplicationFact,
  routes: readonly RouteAccess[],
): Promise<Outcome> {
  const result: Outcome = { evidence: [], strengths: [], total: 0, good: 0 };
  const active = app.middleware.find(item =>
    item.name.endsWith('.CsrfViewMiddleware'),
  );
  const sessions = app.middleware.find(item =>
    item.name.endsWith('.SessionMiddleware'),
  );
  const partial = app.partial.some(item => item.includes('MIDDLEWARE'));
  const byCookie: { item: RouteAccess; exempt?: string }[] = [];
  for (const item of routes) {
    const body = bodyOf(context, item);
    const isRest = item.route.guardedBy.some(
      guard => guard.how === 'permission',
    );
    const texts = item.before.map(({ use }) => use.text);
    const exempt = texts.find(text => /(?:^|\.)csrf_exempt\b/.test(text));
    if (
      isRest ||
      !isWriting(item.route, body) ||
      texts.some(text => SAFE_ONLY.test(text)) ||
      FROM_ELSEWHERE.test(item.route.fullPath) ||
      FROM_ELSEWHERE.test(item.route.handler ?? '') ||
      BY_HEADER.test(body)
    ) {
      continue;
    }
    if (BY_COOKIE.test(`${body} ${texts.join(' ')}`)) {
      byCookie.push({ item, ...(exempt ? { exempt } : {}) });
    }
  }
  result.total = byCookie.length;
  if (!active && sessions && !partial && byCookie.length) {
    result.evidence.push({
      path: sessions.path,
      line: sessions.line,
      subject: 'MIDDLEWARE',
      note: `CsrfViewMiddleware is not in MIDDLEWARE, ${count(
        byCookie.length,
        'writing view goes',
        'writing views go',
      )} by the session`,
    });
  } else {
    for (const { item, exempt } of byCookie) {
      if (exempt) {
        const at = item.route.body ?? item.route;
        const own = item.before.find(({ use }) => use.text === exempt)?.use;
        result.evidence.push({
          path: own?.path ?? at.path,
          line: own?.line ?? at.line,
          subject: routeName(item.route),
          note: 'csrf_exempt on a view that goes by the session',
        });
      } else {
        result.good++;
      }
    }
    if (active && result.good) {
      result.strengths.push({
        path: active.path,
        line: active.line,
        subject: 'CsrfViewMiddleware',
        note: `CsrfViewMiddleware protects ${count(
          result.good,
          'writing view',
        )}`,
      });
    }
  }
  result.evidence.push(...(await sessionsWithoutCheck(context)));
  const own = await cookieAuthentication(context);
  result.evidence.push(...own.failing);
  result.strengths.push(...own.good);
  result.total += own.failing.length + own.good.length;
  result.good += own.good.length;
  return result;
}

/** `class NoCsrf(SessionAuthentication): def enforce_csrf(self, request): return` */
async function sessionsWithoutCheck(
  context: CheckContext,
): Promise<Evidence[]> {
  const files = await context.syntax.files({
    languages: ['python'],
    containing: ['enforce_csrf'],
  });
  return files.flatMap(file =>
    file.classes
      .filter(owner =>
        owner.bases.some(base => /(?:^|\.)SessionAuthentication$/.test(base)),
      )
      .flatMap(owner =>
        file.functions
          .filter(
            made =>
              made.name === 'enforce_csrf' &&
              made.enclosing.includes(owner.name) &&
              !/super\(/.test(
                (context.read(file.path) ?? '')
                  .split('\n')
                  .slice(made.line - 1, made.endLine)
                  .join('\n'),
              ),
          )
          .map(made => ({
            path: file.path,
            line: made.line,
            subject: owner.name,
            note: `${owner.name} signs in by the session and skips the check`,
          })),
      ),
  );
}

const FLASK_PROTECTION = [
  'flask_wtf.CSRFProtect',
  'flask_wtf.csrf.CSRFProtect',
  'flask_wtf.CsrfProtect',
  'flask_wtf.csrf.CsrfProtect',
  'flask_seasurf.SeaSurf',
];

async function flask(
  context: CheckContext,
  app: ApplicationFact,
  routes: readonly RouteAccess[],
  all: readonly ApplicationFact[],
): Promise<Outcome> {
  const result: Outcome = { evidence: [], strengths: [], total: 0, good: 0 };
  const protectors = (
    await context.syntax.calls({
      languages: ['python'],
      names: FLASK_PROTECTION,
    })
  ).filter(call => sharesPart(app, call.path));
  const sameSite = await sameSiteSetting(context, app);
  const byCookie = routes.filter(item => {
    const body = bodyOf(context, item);
    const around = item.before
      .map(({ use, verdict }) => `${use.text} ${verdict.because}`)
      .join(' ');
    return (
      isWriting(item.route, body) &&
      !BY_HEADER.test(`${body} ${around}`) &&
      !/jwt|token|basic|http_?auth/i.test(around) &&
      !FROM_ELSEWHERE.test(item.route.fullPath) &&
      (BY_COOKIE.test(body) || /login_required|session/.test(around))
    );
  });
  result.total = byCookie.length;
  if (!byCookie.length) {
    return result;
  }
  if (protectors.length) {
    for (const item of byCookie) {
      const exempt = item.before.find(({ use }) =>
        /(?:^|\.)exempt$/.test(use.text),
      );
      if (exempt) {
        result.evidence.push({
          path: exempt.use.path,
          line: exempt.use.line,
          subject: routeName(item.route),
          note: `${exempt.use.text} on a route that goes by the session`,
        });
      } else {
        result.good++;
      }
    }
    result.strengths.push({
      path: protectors[0].path,
      line: protectors[0].line,
      subject: protectors[0].name,
      note: `${protectors[0].callee} protects the forms and scripts of the session`,
    });
    return result;
  }
  if (sameSite) {
    result.good = result.total;
    result.strengths.push({
      ...sameSite,
      subject: 'SESSION_COOKIE_SAMESITE',
      note: 'the session cookie is not sent by other sites',
    });
    return result;
  }
  const open = byCookie.filter(
    item => !/validate_on_submit|FlaskForm/.test(bodyOf(context, item)),
  );
  result.good = result.total - open.length;
  if (open.length) {
    result.evidence.push({
      ...placeOf(app),
      subject: nameOf(app, all),
      note: `no CSRFProtect, and ${count(
        open.length,
        'writing route goes',
        'writing routes go',
      )} by the session: ${open
        .slice(0, 3)
        .map(item => routeName(item.route))
        .join(', ')}`,
      related: open.slice(0, 5).map(({ route }) => ({
        path: route.path,
        line: route.line,
        note: routeName(route),
      })),
    });
  }
  return result;
}

function sharesPart(app: ApplicationFact, path: string): boolean {
  return !app.part || path.startsWith(`${app.part}/`);
}

/** `SESSION_COOKIE_SAMESITE = "Lax"`, in a configuration class or as an item. */
async function sameSiteSetting(
  context: CheckContext,
  app: ApplicationFact,
): Promise<{ path: string; line: number } | undefined> {
  const files = await context.syntax.files({
    languages: ['python'],
    classes: ['source', 'config'],
    containing: ['SESSION_COOKIE_SAMESITE'],
  });
  for (const file of files.filter(item => sharesPart(app, item.path))) {
    const lines = (context.read(file.path) ?? '').split('\n');
    const at = lines.findIndex(line =>
      /SESSION_COOKIE_SAMESITE["'\]]*\s*[=:]\s*["'](?:Lax|Strict)["']/i.test(
        line,
      ),
    );
    if (at >= 0) {
      return { path: file.path, line: at + 1 };
    }
  }
  return undefined;
}

async function node(
  context: CheckContext,
  app: ApplicationFact,
  routes: readonly RouteAccess[],
  all: readonly ApplicationFact[],
): Promise<Outcome> {
  const result: Outcome = { evidence: [], strengths: [], total: 0, good: 0 };
  const ofLibrary = await tokenMiddleware(context, app, routes);
  const session = ofLibrary ?? (await tokenCookie(context, app));
  if (!session) {
    return result;
  }
  const writing = routes.filter(
    item =>
      isWriting(item.route) &&
      !FROM_ELSEWHERE.test(item.route.fullPath) &&
      item.authentication !== 'open',
  );
  result.total = writing.length;
  // A session that only remembers, while tokens sign in, is worth nothing to a forger.
  const byTokens =
    ofLibrary !== undefined &&
    writing.every(item =>
      item.by.some(({ use, verdict }) =>
        /jwt|bearer|token|api_?key/i.test(
          `${use.text.slice(0, 80)} ${verdict.because}`,
        ),
      ),
    );
  if (!writing.length || byTokens) {
    return { ...result, total: 0 };
  }
  if (session.protectedBy) {
    result.good = writing.length;
    result.strengths.push({
      ...session.protectedBy,
      subject: nameOf(app, all),
      note: session.protectedBy.note,
    });
  } else {
    result.evidence.push({
      path: session.path,
      line: session.line,
      subject: nameOf(app, all),
      ...(session.certain ? {} : { confidence: 'plausible' as const }),
      note: `${
        session.name
      } without a CSRF token and without SameSite, and ${count(
        writing.length,
        'writing route goes',
        'writing routes go',
      )} by it`,
    });
  }
  return result;
}

async function spring(
  context: CheckContext,
  app: ApplicationFact,
  routes: readonly RouteAccess[],
  all: readonly ApplicationFact[],
): Promise<Outcome> {
  const result: Outcome = { evidence: [], strengths: [], total: 0, good: 0 };
  const writing = routes.filter(item => isWriting(item.route));
  const found = await springCsrf(context, app);
  if (!found || !writing.length) {
    return result;
  }
  result.total = writing.length;
  if (found.off) {
    result.evidence.push({
      ...found.off,
      subject: nameOf(app, all),
      note: `CSRF protection is off while ${found.by} signs in by a cookie`,
    });
  } else {
    result.good = writing.length;
    result.strengths.push({
      ...found.chain,
      subject: nameOf(app, all),
      note: 'the protection of Spring Security is on',
    });
  }
  return result;
}
