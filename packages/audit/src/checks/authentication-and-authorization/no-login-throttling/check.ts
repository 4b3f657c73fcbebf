import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { access } from '../../../facts/access/extract';
import { standalone } from '../../../facts/applications/describe';
import { applications } from '../../../facts/applications/extract';
import {
  CredentialKind,
  credentialKind,
} from '../../../facts/applications/credentials';
import { ApplicationFact, RouteFact } from '../../../facts/applications/schema';
import { limits } from '../../../facts/limits/extract';
import { RouteLimits } from '../../../facts/limits/schema';
import { dependsOn, manifests } from '../../../facts/manifests/extract';
import { noSuchRoute } from '../../../judging/noApplication';
import { count, inOrder, judged } from '../../../judging/outcome';
import { routeName } from '../../../judging/routes';

/** Login views that Django and its companions bring along, with what limits them when it is installed. */
const LOCKOUT_APPS = [
  'axes',
  'axes.middleware.AxesMiddleware',
  'defender',
  'defender.middleware.FailedLoginMiddleware',
];

interface Credential {
  app: ApplicationFact;
  route: RouteFact;
  kind: CredentialKind;
  limits: RouteLimits['limits'];
}

export const check = defineCheck({
  id: 'no-login-throttling',
  area: 'authentication-and-authorization',
  severity: 'high',
  confidence: 'likely',
  phase: 'security-critical',
  effort: 'small',
  title: 'Sign-in can be tried without limit',
  description:
    'Looks at routes that check or issue a credential, recognised by their addresses (sign-in, token, registration, password reset, one-time codes), and asks whether the route has a limiter of its own, counts failures of the account, or stands behind a location of a proxy with a limit. A limit for everything is only counted as half a limit. Flows of an external identity provider are not asked.',
  failureMode: 'Credentials can be tried as often as somebody likes.',
  manifestation:
    'A hundred wrong passwords in a row are answered with a hundred times 401, never with 429.',
  impact:
    'Passwords from leaks and one-time codes of six digits are guessed by a script; reset mails flood people.',
  remediation:
    'Limit the route by address, and count failures by account with a growing delay.\n\n```python\n@router.post("/login")\n@limiter.limit("5/minute")\ndef login(request: Request, body: Login): ...\n```\n\nExpress: `router.post(\'/login\', rateLimit({ windowMs: 15 * 60_000, limit: 10 }), login)`; NestJS: `@Throttle({ default: { limit: 5, ttl: 60_000 } })`; Django: `django-axes`.',
  guardrail: {
    linter: 'semgrep (partly)',
    tests: 'a test that the sixth wrong password gets 429',
    ci: 'DAST (partly)',
    architecture: 'one identity provider with lockout',
  },
  references: [
    {
      title: 'CWE-307: unlimited authentication attempts',
      url: 'https://cwe.mitre.org/data/definitions/307.html',
    },
    {
      title: 'OWASP: blocking brute force attacks',
      url: 'https://owasp.org/www-community/controls/Blocking_Brute_Force_Attacks',
    },
    {
      title: 'OWASP ASVS 4.0, V2.2: authenticator security',
      url: 'https://github.com/OWASP/ASVS/blob/v4.0.3/4.0/en/0x11-V2-Authentication.md',
    },
  ],
  evaluate: judged(
    { containing: ['login', 'Login', 'signin', 'signIn', 'token', 'password'] },
    async context => {
      const all = (await context.facts(applications)).applications;
      const facts = await context.facts(limits);
      const declared = await context.facts(manifests);
      const judgedAccess = new Map(
        (await context.facts(access)).applications.map(item => [
          item.application,
          item.routes,
        ]),
      );
      const found: Credential[] = standalone(all).flatMap(app => {
        const routes =
          facts.applications.find(item => item.application === app.id)
            ?.routes ?? [];
        return app.routes.flatMap((route, index) => {
          const kind = credentialKind(route);
          // Behind a role it is administered, not proven.
          const governed = judgedAccess
            .get(app.id)
            ?.[index]?.by.some(
              ({ use, verdict }) =>
                verdict.privilege &&
                use.how !== 'hook' &&
                use.level !== 'application' &&
                verdict.definedAt?.line !== route.body?.line,
            );
          return kind &&
            !(governed && isGuardedBefore(route)) &&
            isChecked(app, route, route.body && textOf(route))
            ? [{ app, route, kind, limits: routes[index]?.limits ?? [] }]
            : [];
        });
      });
      function textOf({ body }: RouteFact) {
        return body
          ? (context.read(body.path) ?? '')
              .split('\n')
              .slice(body.line - 1, body.endLine)
              .join('\n')
          : '';
      }
      if (!found.length) {
        return noSuchRoute(
          context,
          'No route that checks or issues a credential was found',
        );
      }
      /** Where a lockout for the sign-ins of Django is wired. */
      const lockout = (app: ApplicationFact) =>
        app.framework === 'django'
          ? app.middleware.find(item => LOCKOUT_APPS.includes(item.name)) ??
            app.settings.find(
              item =>
                item.name === 'INSTALLED_APPS' &&
                /["'](?:axes|defender)["']/.test(item.text) &&
                dependsOn(declared, 'pypi', ['django-axes', 'django-defender'])
                  .length > 0,
            )
          : undefined;
      const evidence: Evidence[] = [];
      const strengths: Evidence[] = [];
      let good = 0;
      for (const item of found) {
        const own = item.limits.find(limit => limit.scope !== 'application');
        const general = item.limits.find(
          limit => limit.scope === 'application',
        );
        const limit =
          own ??
          // Nobody fails to register.
          (item.kind === 'registration' ? undefined : lockout(item.app));
        if (limit) {
          good++;
          strengths.push({
            path: limit.path,
            line: limit.line,
            subject: routeName(item.route),
            note: `${routeName(item.route)}: ${
              own ? own.name : 'failures lock the account out'
            }`,
          });
        } else {
          const place =
            item.route.body && item.app.framework === 'django'
              ? item.route.body
              : item.route;
          const mild = general || facts.proxy || item.kind === 'registration';
          evidence.push({
            path: place.path,
            line: place.line,
            subject: routeName(item.route),
            ...(mild ? { severity: 'medium' as const } : {}),
            note: general
              ? `${item.kind}: only ${general.name}, which holds for all routes`
              : `${item.kind} without a limiter or a counter of failures${
                  facts.proxy ? ', unless the limit of the proxy covers it' : ''
                }`,
            ...(general || facts.proxy
              ? {
                  related: [
                    {
                      ...(general
                        ? { path: general.path, line: general.line }
                        : facts.proxy!),
                      note: 'limit for everything',
                    },
                  ],
                }
              : {}),
          });
        }
      }
      if (evidence.length) {
        const failing = inOrder(evidence);
        return {
          status: 'fail',
          summary: `${evidence.length} of ${count(
            found.length,
            'credential route has no limit of its own',
            'credential routes have no limit of their own',
          )}: ${failing
            .slice(0, 4)
            .map(item => item.subject)
            .join(', ')}${failing.length > 4 ? ' …' : ''}`,
          evidence: failing,
          strengths: inOrder(strengths),
          share: good / found.length,
          lookedFor: [
            'slowapi, fastapi-limiter, Flask-Limiter, django-axes, django-ratelimit, throttle classes',
            'express-rate-limit, rate-limiter-flexible, @nestjs/throttler, Bucket4j',
            'counters of failures and lockouts in own code that the route leads to',
          ],
        };
      }
      return {
        status: 'pass',
        summary: `Every credential route is limited: ${found
          .slice(0, 4)
          .map(item => routeName(item.route))
          .join(', ')}`,
        evidence: inOrder(strengths),
      };
    },
  ),
});

/** Something else than the handler stands before it. */
function isGuardedBefore(route: RouteFact): boolean {
  return route.guardedBy.some(
    guard =>
      guard.how === 'dependencies' ||
      guard.how === 'decorator' ||
      guard.how === 'guard' ||
      guard.how === 'permission',
  );
}

/** Hands on to an identity provider, or is a library's business. */
const ELSEWHERE =
  /authorize_redirect|authorization_url|passport\.authenticate\(\s*['"](?!local)|signIn\(\s*['"]|oauth\.\w+\.|create_authorization_url|auth0|cognito|supabase\.auth|keycloak/i;

const PROOF = /passw|credential|sign_?in|log_?in|authenticate|otp|secret/i;

/** Whether the application itself checks the credential. */
function isChecked(
  app: ApplicationFact,
  route: RouteFact,
  body: string | undefined,
): boolean {
  if (app.framework === 'nextjs' && route.handler === 'page') {
    return false;
  }
  // A page that only shows the form; the library's view checks it.
  if (
    route.method === '*' &&
    body === undefined &&
    app.framework !== 'django'
  ) {
    return false;
  }
  // A session may be many things; one that is signed in with needs a proof.
  if (/\/sessions?\/?$/i.test(route.fullPath) && !PROOF.test(body ?? '')) {
    return false;
  }
  const text = `${body ?? ''} ${route.guardedBy
    .map(guard => guard.text)
    .join(' ')}`;
  return !ELSEWHERE.test(text);
}
