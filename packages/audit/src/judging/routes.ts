import { isHealthRoute } from '../facts/applications/describe';
import {
  besideSignIn,
  credentialKind,
  normal,
  segmentsOf,
  WEAK,
} from '../facts/applications/credentials';
import { ApplicationFact, RouteFact } from '../facts/applications/schema';

export { segmentsOf };

/** `POST /users/{id}`: what a finding about a route is about. */
export const routeName = (
  route: Pick<RouteFact, 'method' | 'fullPath' | 'handler'>,
) =>
  `${route.method === '*' ? 'ANY' : route.method} ${route.fullPath}${
    // Computed addresses look alike; their handlers do not.
    route.fullPath.includes('{…}') && route.handler ? ` (${route.handler})` : ''
  }`;

const WRITING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** Last parts of an address that do something, whatever the method is. */
const DOING = new Set(
  (
    'create update delete remove add import run trigger execute reset send sync reindex purge flush restart start stop ' +
    'refresh rebuild seed wipe clear upload approve reject cancel'
  ).split(' '),
);
const WRITES_IN_BODY =
  /request\.method\s*==\s*["'](?:POST|PUT|PATCH|DELETE)|request\.POST\b|\breq\.method\s*={2,3}\s*["'](?:POST|PUT|PATCH|DELETE)|case\s+["'](?:POST|PUT|PATCH|DELETE)["']|\.save\(|\.delete\(|\.create\(|\.bulk_create\(|\.update\(/;

/**
 * Whether a route changes something.
 *
 * @param body code of the handler, for routes that take any method
 */
export function isWriting(route: RouteFact, body?: string): boolean {
  if (WRITING.has(route.method)) {
    return true;
  }
  const fixed = segmentsOf(route.fullPath).filter(
    item => !item.startsWith('{'),
  );
  const last = fixed[fixed.length - 1] ?? '';
  if (DOING.has(last)) {
    return true;
  }
  return (
    route.method === '*' && body !== undefined && WRITES_IN_BODY.test(body)
  );
}

const NATURAL = new Set(
  (
    'health healthz ready readyz readiness live livez liveness startup ping alive up heartbeat metrics prometheus ' +
    'docs redoc openapi swagger swagger-ui api-docs apidocs schema favicon.ico favicon robots sitemap manifest ' +
    'manifest.webmanifest .well-known jwks static assets public version about terms privacy imprint legal ' +
    'login signin sign-in sign_in logon log-in logout signout sign-out sign_out log-out authenticate ' +
    'signup sign-up sign_up forgot-password forgot_password reset-password reset_password password-reset password_reset ' +
    'forgotpassword resetpassword passwordreset lost-password verify-email verify_email verifyemail ' +
    'confirm-email confirm_email magic-link magiclink otp callback callbacks oauth oauth2 oidc openid ' +
    'saml saml2 sso refresh-token refresh_token refreshtoken csrf csrf-token csrf_token ' +
    'csp-report csp_report csp report-violation csp-violation unsubscribe consent cookie-consent info build-info client-config public-config ' +
    'webhook webhooks hooks ipn postback graphql graphiql trpc uploadthing inngest swagger-resources ' +
    'i18n locales lang set_language setlang jsi18n error errors 404 500 offline'
  ).split(' '),
);
/** Natural when everything below it is. */
const FIRST = new Set(
  'static assets public .well-known swagger swagger-ui redoc health healthz'.split(
    ' ',
  ),
);
/** What visitors send, and only staff reads. */
const ONLY_SENT = new Set(
  (
    'contact contact-us contacts contact_us newsletter newsletters subscribe subscriptions feedback waitlist survey ' +
    'demo-request request-demo enquiry enquiries inquiry csp-violation analytics track tracking-events vitals'
  ).split(' '),
);

/** Handlers that belong to signing in, by the words of their names. */
const NATURAL_HANDLER =
  /(?:^|[._])(?:login|log_?in|logout|log_?out|sign_?in|sign_?out|sign_?up|register|signup|registration|healthz?|health_?check|ping|readiness|liveness|metrics|robots|favicon|password_?reset\w*|reset_?password\w*|forgot_?password\w*|activate\w*|verify_?email|confirm_?email|oauth\w*|saml\w*|sso\w*|callback|webhook\w*|stripe_?webhook\w*|obtain_?\w*token\w*|token_?(?:obtain|refresh)\w*|serve_?static|static)(?:_?view|_?page|_?handler|_?endpoint|_?api)?(?:\.|$)/;
/** A secret in the address is the key itself. */
const CAPABILITY =
  /^\{.*(?:token|secret|signature|share_?id|invite_?code|activation|uidb64|nonce|otp|hash|slug_key)\w*\}$/;

/** Natural wherever they stand in an address. */
const ALWAYS = new Set(
  'webhook webhooks oauth oauth2 oidc saml saml2 sso .well-known static assets callback'.split(
    ' ',
  ),
);
const ADMIN =
  /(?:^|\/)(?:admin|administration|backoffice|back-office|internal|manage|management|impersonate|superuser|staff)(?:\/|$)/;

/** `POST /users` that takes a password is how people register. */
export function registers(route: RouteFact, body: string | undefined): boolean {
  return (
    route.method === 'POST' &&
    /\/(?:users|accounts|customers|members|clients)\/?$/.test(
      route.fullPath.toLowerCase(),
    ) &&
    /passw|sign_?up|regist|bcrypt|hash/i.test(
      `${body ?? ''} ${route.handler ?? ''}`,
    )
  );
}

/** Why everybody may call a route by its nature; `undefined` when nothing says so. */
export function publicByNature(route: RouteFact): string | undefined {
  if (isHealthRoute(route)) {
    return 'health';
  }
  const segments = segmentsOf(route.fullPath);
  if (!segments.length) {
    return WRITING.has(route.method) ? undefined : 'start page';
  }
  if (credentialKind(route)) {
    return 'sign-in';
  }
  const fixed = segments.filter(item => !item.startsWith('{'));
  const last = fixed[fixed.length - 1] ?? '';
  const natural =
    (NATURAL.has(last) ||
    /^(?:needs?[-_])?(?:setup|bootstrap|install)(?:[-_][\w-]+)?$|^login[-_]methods$/.test(
      last,
    ) ||
    /(?:^|[-_])(?:openid|oidc|oauth2?|saml2?)(?:[-_]|$)/.test(last) ||
    /(?:^|[-_])(?:sign[-_]?in|log[-_]?in|sign[-_]?up|sso)$/.test(last) ||
    (WEAK.test(last) && besideSignIn(fixed)) ||
    (ONLY_SENT.has(last) && (route.method === 'POST' || route.method === '*'))
      ? last
      : undefined) ??
    (FIRST.has(fixed[0] ?? '') ? fixed[0] : undefined) ??
    fixed.find(item => ALWAYS.has(item));
  if (natural && !(ADMIN.test(fixed.join('/')) && natural !== last)) {
    return natural;
  }
  if (
    // What crawlers and readers of feeds ask every site for.
    /^(?:robots|humans|ads|app-ads|security|llms[\w-]*)\.txt$|^(?:sitemap|rss|atom|feed)[^/]*\.xml$/.test(
      route.fullPath.split('/').pop()?.toLowerCase() ?? '',
    )
  ) {
    return 'files for crawlers';
  }
  if (
    // `DELETE /session` signs out.
    route.method === 'DELETE' &&
    /^sessions?$/.test(last) &&
    segments[segments.length - 1] === last
  ) {
    return 'sign-out';
  }
  if (
    /\.(?:appcache|webmanifest|ico|png|svg|jpe?g|css|js|map|woff2?)$/.test(last)
  ) {
    return 'static files';
  }
  if (segments.some(item => CAPABILITY.test(item))) {
    return 'the address carries a secret';
  }
  // `/api/auth/[...nextauth]`: the library answers.
  if (
    /^\{.*(?:nextauth|better|all|auth)\}$/.test(
      segments[segments.length - 1],
    ) &&
    fixed.includes('auth')
  ) {
    return 'authentication library';
  }
  const handler = normal(route.handler ?? '');
  if (NATURAL_HANDLER.test(handler)) {
    return 'sign-in';
  }
  // Static files and whole areas that a library answers.
  return route.fullPath.endsWith('/*') &&
    /static|assets|media|spa|frontend|dist|^\/\*$/.test(route.fullPath)
    ? 'static files'
    : undefined;
}

/** Words of an address or handler that say that it administers; `undefined` for others. */
export function administers(
  route: RouteFact,
  file: string,
): string | undefined {
  const segments = segmentsOf(route.fullPath).filter(
    item => !item.startsWith('{'),
  );
  const word = segments.find(
    item => ADMIN.test(item) || /^impersonat/.test(item),
  );
  if (word) {
    return word;
  }
  const handler =
    normal(route.handler ?? '')
      .split('.')
      .pop() ?? '';
  const inHandler = /(?:^|_)(?:admin|impersonate)(?:_|$)/.exec(handler);
  if (inHandler) {
    return handler;
  }
  const base = file.slice(file.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
  return /^(?:admin|admins|backoffice|impersonation)(?:[._-]|$)|[._-]admin$/.test(
    normal(base),
  )
    ? base
    : undefined;
}

/** Whether a route answers a page for people: those are judged by what they show, not by their address. */
export function isPage(app: ApplicationFact, route: RouteFact): boolean {
  return route.handler === 'page' && app.framework === 'nextjs';
}
