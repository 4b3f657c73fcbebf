import { ArgumentFact } from '../../syntax/schema';
import { ApplicationFact, MiddlewareFact } from '../applications/schema';

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

const number = (value: unknown) =>
  typeof value === 'number' ? value : undefined;

/** What Django's own middleware writes with the project's settings and their defaults. */
export function djangoHeaders(
  app: ApplicationFact,
): { name: string; path: string; line: number; by: string }[] {
  const setting = (name: string) =>
    app.settings.find(item => item.name === name);
  const attached = (name: string) =>
    app.middleware.find(item => item.name === name);
  const result: { name: string; path: string; line: number; by: string }[] = [];
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
  const csp = attached('csp.middleware.CSPMiddleware');
  if (csp) {
    result.push({
      name: CSP,
      path: csp.path,
      line: csp.line,
      by: 'django-csp',
    });
  }
  return result;
}
