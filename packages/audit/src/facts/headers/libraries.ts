import { ArgumentFact } from '../../syntax/schema';
import { ApplicationFact, MiddlewareFact } from '../applications/schema';
import {
  HELMET_DEFAULTS,
  policyOfEntries,
  policyOfRecord,
  policyOfText,
} from './policy';
import { ContentPolicy, ResponseHeaderFact } from './schema';

/** Header that a library writes, unless the option of that name switches it off. */
interface LibraryHeader {
  name: string;
  /** Option that switches it off when `false` (or `None`). */
  off?: string[];
  /** Option that must be set for the header to be written at all. */
  on?: string[];
}

interface Library {
  names: string[];
  headers: LibraryHeader[];
}

const HSTS = 'strict-transport-security';
const NOSNIFF = 'x-content-type-options';
const FRAME = 'x-frame-options';
const REFERRER = 'referrer-policy';
const CSP = 'content-security-policy';

/** What well-known libraries write once they are attached. */
export const LIBRARIES: Library[] = [
  {
    names: [
      'helmet',
      'helmet.default',
      'fastify-helmet',
      '@fastify/helmet',
      'koa-helmet',
    ],
    headers: [
      { name: HSTS, off: ['hsts', 'strictTransportSecurity'] },
      { name: NOSNIFF, off: ['noSniff', 'xContentTypeOptions'] },
      { name: FRAME, off: ['frameguard', 'xFrameOptions'] },
      { name: REFERRER, off: ['referrerPolicy'] },
      { name: CSP, off: ['contentSecurityPolicy'] },
    ],
  },
  {
    names: ['helmet.hsts', 'helmet.strictTransportSecurity', 'hsts'],
    headers: [{ name: HSTS }],
  },
  {
    names: ['helmet.noSniff', 'helmet.xContentTypeOptions'],
    headers: [{ name: NOSNIFF }],
  },
  {
    names: ['helmet.frameguard', 'helmet.xFrameOptions', 'frameguard'],
    headers: [{ name: FRAME }],
  },
  {
    names: ['helmet.referrerPolicy', 'referrer-policy'],
    headers: [{ name: REFERRER }],
  },
  { names: ['helmet.contentSecurityPolicy'], headers: [{ name: CSP }] },
  {
    names: ['flask_talisman.Talisman', 'flask_talisman.talisman.Talisman'],
    headers: [
      { name: HSTS, off: ['strict_transport_security'] },
      { name: NOSNIFF, off: ['x_content_type_options'] },
      { name: FRAME, off: ['frame_options'] },
      { name: REFERRER },
      { name: CSP, off: ['content_security_policy'] },
    ],
  },
  {
    names: ['secweb.SecWeb', 'Secweb.SecWeb'],
    headers: [
      { name: HSTS },
      { name: NOSNIFF },
      { name: FRAME },
      { name: REFERRER },
      { name: CSP },
    ],
  },
  {
    names: [
      'unrolled/secure.New',
      'secure.New',
      'github.com/unrolled/secure.New',
    ],
    headers: [
      { name: HSTS, on: ['STSSeconds'] },
      { name: NOSNIFF, on: ['ContentTypeNosniff'] },
      { name: FRAME, on: ['FrameDeny', 'CustomFrameOptionsValue'] },
      { name: REFERRER, on: ['ReferrerPolicy'] },
      { name: CSP, on: ['ContentSecurityPolicy'] },
    ],
  },
  {
    names: [
      'github.com/labstack/echo/v4/middleware.Secure',
      'middleware.Secure',
    ],
    headers: [{ name: NOSNIFF }, { name: FRAME }],
  },
  {
    names: ['org.springframework.security.headers'],
    headers: [
      { name: HSTS },
      { name: NOSNIFF },
      { name: FRAME },
      { name: 'cache-control' },
    ],
  },
];

const option = (
  args: readonly ArgumentFact[],
  name: string,
): ArgumentFact | undefined =>
  args.find(item => item.name === name) ??
  args.flatMap(item => item.entries ?? []).find(item => item.name === name);

/** Names of the headers that an attached library writes. */
export function libraryHeaders(item: MiddlewareFact): string[] {
  const library = LIBRARIES.find(candidate =>
    candidate.names.includes(item.name),
  );
  if (!library) {
    return [];
  }
  const text = item.args.map(argument => argument.text).join(' ');
  return library.headers
    .filter(
      header =>
        !header.off?.some(name => {
          const given = option(item.args, name);
          return (
            given &&
            (given.value === false ||
              given.value === null ||
              given.text === 'False' ||
              given.text === 'None')
          );
        }) &&
        (!header.on || header.on.some(name => text.includes(name))),
    )
    .map(header => header.name);
}

/** A policy as a record, an object literal or a text. */
function policyGiven(given: ArgumentFact): ContentPolicy | undefined {
  if (given.entries) {
    return policyOfEntries(given.entries);
  }
  return typeof given.value === 'string'
    ? policyOfText(given.value)
    : policyOfRecord(given.value);
}

/** The policy that an attached library sends, with its defaults. */
export function libraryPolicy(item: MiddlewareFact): ContentPolicy | undefined {
  if (/^flask_talisman\./.test(item.name)) {
    const given = option(item.args, 'content_security_policy');
    const reportOnly =
      option(item.args, 'content_security_policy_report_only')?.value === true;
    const policy = given
      ? policyGiven(given)
      : // What Talisman sends without the option.
        policyOfText("default-src 'self'; object-src 'none'");
    return policy && { ...policy, reportOnly };
  }
  const direct = /contentSecurityPolicy$/.test(item.name);
  if (!direct && !/helmet/.test(item.name)) {
    return undefined;
  }
  const given = direct
    ? item.args[0]
    : option(item.args, 'contentSecurityPolicy');
  const entries = given?.entries ?? [];
  const own = (name: string) => entries.find(entry => entry.name === name);
  const directives = own('directives');
  const policy = policyOfEntries(
    directives?.entries ?? [],
    own('useDefaults')?.value === false ? {} : HELMET_DEFAULTS,
  );
  return {
    ...policy,
    reportOnly: own('reportOnly')?.value === true,
    partial:
      policy.partial ||
      (given !== undefined && given.value === undefined && !given.entries) ||
      (directives !== undefined && !directives.entries),
  };
}

/** The policy of Django's settings: `CSP_SCRIPT_SRC` and the like, `CONTENT_SECURITY_POLICY`, `SECURE_CSP`. */
function djangoPolicy(
  app: ApplicationFact,
): Pick<ResponseHeaderFact, 'policy'> &
  Partial<{ path: string; line: number }> {
  const setting = (name: string) =>
    app.settings.find(item => item.name === name);
  const old = app.settings.filter(({ name }) => /^CSP_[A-Z_]+$/.test(name));
  if (old.length > 0) {
    const place = setting('CSP_SCRIPT_SRC') ?? old[0];
    return {
      policy: {
        ...policyOfEntries(old),
        reportOnly: setting('CSP_REPORT_ONLY')?.value === true,
      },
      path: place.path,
      line: place.line,
    };
  }
  for (const [name, reportOnly] of [
    ['CONTENT_SECURITY_POLICY', false],
    ['SECURE_CSP', false],
    ['CONTENT_SECURITY_POLICY_REPORT_ONLY', true],
    ['SECURE_CSP_REPORT_ONLY', true],
  ] as const) {
    const found = setting(name);
    if (found) {
      const list = found.entries?.find(
        entry => (entry.name ?? '').toUpperCase() === 'DIRECTIVES',
      );
      const policy = policyGiven(list ?? found) ?? policyOfText(found.text);
      return {
        ...(policy ? { policy: { ...policy, reportOnly } } : {}),
        path: found.path,
        line: found.line,
      };
    }
  }
  return {};
}

const number = (value: unknown) =>
  typeof value === 'number' ? value : undefined;

/** What Django's own middleware writes with the project's settings and their defaults. */
export function djangoHeaders(
  app: ApplicationFact,
): Pick<
  ResponseHeaderFact,
  'name' | 'path' | 'line' | 'by' | 'policy' | 'wiredAt'
>[] {
  const setting = (name: string) =>
    app.settings.find(item => item.name === name);
  const attached = (name: string) =>
    app.middleware.find(item => item.name === name);
  const result: ReturnType<typeof djangoHeaders> = [];
  const security = attached('django.middleware.security.SecurityMiddleware');
  if (security) {
    const at = {
      path: security.path,
      line: security.line,
      by: 'SecurityMiddleware',
    };
    const hsts = setting('SECURE_HSTS_SECONDS');
    // Computed from the environment counts as set: only the default of Django and a zero do not.
    if (hsts && number(hsts.value) !== 0) {
      result.push({ ...at, name: HSTS, path: hsts.path, line: hsts.line });
    }
    if (setting('SECURE_CONTENT_TYPE_NOSNIFF')?.value !== false) {
      result.push({ ...at, name: NOSNIFF });
    }
    if (setting('SECURE_REFERRER_POLICY')?.value !== null) {
      result.push({ ...at, name: REFERRER });
    }
  }
  const frame = attached(
    'django.middleware.clickjacking.XFrameOptionsMiddleware',
  );
  if (frame) {
    result.push({
      name: FRAME,
      path: frame.path,
      line: frame.line,
      by: 'XFrameOptionsMiddleware',
    });
  }
  const conditional = attached(
    'django.middleware.http.ConditionalGetMiddleware',
  );
  if (conditional) {
    result.push({
      name: 'etag',
      path: conditional.path,
      line: conditional.line,
      by: 'ConditionalGetMiddleware',
    });
  }
  for (const name of [
    'django.middleware.cache.UpdateCacheMiddleware',
    'django.middleware.cache.FetchFromCacheMiddleware',
  ]) {
    const cache = attached(name);
    if (cache) {
      result.push({
        name: 'cache-control',
        path: cache.path,
        line: cache.line,
        by: name.split('.').pop()!,
      });
    }
  }
  const csp =
    attached('csp.middleware.CSPMiddleware') ??
    attached('django.middleware.csp.ContentSecurityPolicyMiddleware');
  if (csp) {
    result.push({
      name: CSP,
      path: csp.path,
      line: csp.line,
      by: 'django-csp',
      wiredAt: { path: csp.path, line: csp.line },
      ...djangoPolicy(app),
    });
  }
  return result;
}
