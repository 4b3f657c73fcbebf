import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { frontends } from '../../../facts/frontends/extract';
import { StorageWrite } from '../../../facts/frontends/schema';
import { isDevelopmentOnly } from '../../../facts/settings/conditions';
import { settings } from '../../../facts/settings/extract';
import { wordsOf } from '../../../facts/settings/secretNames';
import { cookies } from '../../../facts/tokens/extract';
import {
  isCredentialName,
  isPasswordName,
  isProtectedName,
} from '../../../facts/tokens/names';
import { CookieFact } from '../../../facts/tokens/schema';
import { frontendApplications } from '../../../judging/frontends';
import { count, inOrder, judged, somePlaces } from '../../../judging/outcome';

/** What tells an application that its proxy speaks TLS for it. */
const TRUSTED_PROXY = [
  'SECURE_PROXY_SSL_HEADER',
  'ProxyFix',
  'trust proxy',
  'ProxyHeadersMiddleware',
  'proxy_headers',
  'trustProxy',
];

export const check = defineCheck({
  id: 'insecure-session-storage',
  area: 'authentication-and-authorization',
  severity: 'high',
  confidence: 'certain',
  phase: 'security-critical',
  effort: 'medium',
  title: 'Session or token kept where scripts can take it',
  description:
    'Looks for tokens, passwords and API keys that code for the browser writes to `localStorage`, `sessionStorage`, IndexedDB or a cookie from script (keys and values are followed through constants and helpers, scripts of Vue and Svelte components included), for sign-in libraries that are told to do so, and for session cookies that the server sets without `HttpOnly`, `Secure` or `SameSite`, after the defaults of the framework. Theme, language, filters, CSRF tokens and public keys do not count. Only `SameSite` missing is low, because browsers assume `Lax`; a kept password is critical.',
  failureMode:
    'The proof of who somebody is lies where any script of the page can read it, or travels without protection.',
  manifestation:
    'Nothing shows. One injected script, or one request over plain HTTP, and the session is somewhere else as well.',
  impact:
    'Cross-site scripting in any dependency of the page becomes a takeover of every visitor’s account that outlives the visit; a cookie without `Secure` is readable on the way.',
  remediation:
    'Let the server set a cookie that scripts cannot read, and keep nothing secret in the storage of the browser.\n\n```ts\nres.cookie("__Host-session", id, {\n  httpOnly: true,\n  secure: true,\n  sameSite: "lax",\n  path: "/",\n});\n```\n\nIn Django: `SESSION_COOKIE_SECURE = True`; in Flask also `SESSION_COOKIE_SAMESITE = "Lax"`.',
  guardrail: {
    linter: 'ESLint no-restricted-globals on localStorage in code of sign-in',
    tests: 'a test of the Set-Cookie header of the sign-in',
    ci: 'ZAP baseline',
    architecture: 'sessions in cookies that the server sets',
  },
  references: [
    {
      title: 'OWASP: Session Management',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html',
    },
    {
      title: 'OWASP: HTML5 local storage',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/HTML5_Security_Cheat_Sheet.html#local-storage',
    },
    {
      title: 'CWE-1004',
      url: 'https://cwe.mitre.org/data/definitions/1004.html',
    },
    {
      title: 'CWE-614',
      url: 'https://cwe.mitre.org/data/definitions/614.html',
    },
  ],
  evaluate: judged(
    { containing: ['localStorage', 'sessionStorage', 'set_cookie'] },
    async context => {
      const { storageWrites } = await context.facts(frontends);
      const facts = await context.facts(settings);
      const set = (await context.facts(cookies)).filter(isSessionCookie);
      const kept = withoutEchoes(storageWrites.flatMap(fromStorage));
      const trusted =
        set.some(({ secure }) => secure === 'request') &&
        (await context.syntax.files({ containing: TRUSTED_PROXY })).length > 0;
      const judgedCookies = set
        .filter(item => !isDevelopmentOnly(facts, item))
        .map(item => ({ item, bad: missingFlags(item, trusted) }));
      const failing = inOrder([
        ...kept.filter(
          place =>
            !isDevelopmentOnly(facts, { path: place.path!, line: place.line! }),
        ),
        ...judgedCookies.flatMap(({ bad }) => bad ?? []),
      ]);
      const good = inOrder(
        judgedCookies.flatMap(({ item, bad }): Evidence[] =>
          bad || item.open
            ? []
            : [
                {
                  path: item.path,
                  line: item.line,
                  subject: `cookie ${item.name}`,
                  note: `${item.name} is HttpOnly, Secure and SameSite`,
                },
              ],
        ),
      );
      if (failing.length > 0) {
        return {
          status: 'fail',
          summary: `${count(
            failing.length,
            'place keeps',
            'places keep',
          )} a session where it can be taken: ${failing[0].note} (${somePlaces(
            failing,
          )})`,
          evidence: failing,
          strengths: good,
        };
      }
      const open = judgedCookies.filter(({ item }) => item.open);
      if (open.length > 0 && good.length === 0) {
        return {
          status: 'unknown',
          summary: `The flags of ${
            open[0].item.name || 'a session cookie'
          } could not be followed (${open[0].item.path}:${open[0].item.line})`,
        };
      }
      const browser = (await frontendApplications(context)).length > 0;
      return good.length > 0 || browser || set.length > 0
        ? {
            status: 'pass',
            summary: good.length
              ? 'Session cookies carry all flags'
              : 'Nothing secret is kept in the browser by script',
            evidence: good,
          }
        : {
            status: 'not-applicable',
            summary: 'No client for the browser and no session cookie',
          };
    },
  ),
});

/** A helper that is a finding itself speaks for everybody who calls it. */
function withoutEchoes(places: readonly Evidence[]): Evidence[] {
  const own = new Set(
    places
      .filter(item => !item.related)
      .map(({ path, line }) => `${path}:${line}`),
  );
  return places.filter(
    ({ related }) =>
      !related?.some(({ path, line }) => own.has(`${path}:${line}`)),
  );
}

function fromStorage(write: StorageWrite): Evidence[] {
  if (write.values.length === 0) {
    return [];
  }
  const names = write.values.flatMap(value => value.split(/:\s*/));
  const all = [write.key, ...names].filter(name => !isProtectedName(name));
  // A key that names something harmless decides for values with short names.
  const secret = all.find(name =>
    isCredentialName(name.slice(name.lastIndexOf('.') + 1)),
  );
  const password = all.find(isPasswordName);
  if (secret === undefined && password === undefined) {
    return [];
  }
  const what = password ? 'A password' : `\`${secret}\``;
  return [
    {
      path: write.path,
      line: write.line,
      endLine: write.endLine,
      subject: `${write.store} ${write.key}`.slice(0, 120),
      ...(password ? { severity: 'critical' as const } : {}),
      note: `${what} is written to ${write.store}`,
      ...(write.through ? { related: [write.through] } : {}),
    },
  ];
}

const SESSION_WORDS = new Set([
  'session',
  'sid',
  'sess',
  'auth',
  'jwt',
  'remember',
  'sessionid',
]);
const OTHER_WORDS = new Set([
  'csrf',
  'xsrf',
  'state',
  'nonce',
  'verifier',
  'pkce',
  'redirect',
  'return',
  'url',
  'locale',
  'lang',
  'theme',
  'exp',
  'expires',
  'flash',
  'message',
  'status',
  'provider',
  'type',
]);

function isSessionCookie(item: CookieFact): boolean {
  if (item.session) {
    return true;
  }
  const words = wordsOf(item.name);
  if (words.some(word => OTHER_WORDS.has(word))) {
    return false;
  }
  return (
    // A literal value is no session: it clears the cookie or sets a mark.
    item.values.length > 0 &&
    (words.some(word => SESSION_WORDS.has(word)) ||
      isCredentialName(item.name.slice(item.name.lastIndexOf('.') + 1)) ||
      item.values.some(name =>
        isCredentialName(name.slice(name.lastIndexOf('.') + 1)),
      ))
  );
}

function missingFlags(
  item: CookieFact,
  trusted: boolean,
): Evidence[] | undefined {
  if (item.open) {
    return undefined;
  }
  const missing = [
    item.httpOnly === 'off' ? 'HttpOnly' : '',
    item.secure === 'off' ? 'Secure' : '',
    item.sameSite === 'off' ? 'SameSite' : '',
  ].filter(Boolean);
  const place = {
    path: item.path,
    line: item.line,
    endLine: item.endLine,
    subject: `cookie ${item.name}`.slice(0, 120),
  };
  if (missing.length > 0) {
    return [
      {
        ...place,
        ...(missing.length === 1 && missing[0] === 'SameSite'
          ? { severity: 'low' as const }
          : {}),
        note: `the cookie \`${item.name}\` has no ${missing.join(', no ')} (${
          item.api
        })`,
      },
    ];
  }
  if (item.secure === 'request' && !trusted) {
    return [
      {
        ...place,
        severity: 'medium',
        note: `\`Secure\` of the cookie \`${item.name}\` follows the scheme of the request, and no proxy is trusted to tell it`,
      },
    ];
  }
  return undefined;
}
