import { CheckContext } from '../../../engine/types';
import { RouteAccess } from '../../../facts/access/schema';
import { ApplicationFact } from '../../../facts/applications/schema';
import { cookies } from '../../../facts/tokens/extract';
import { ArgumentFact } from '../../../syntax/schema';

const SESSIONS = ['express-session', 'cookie-session', 'client-sessions'];
const TOKENS =
  /^(?:csurf|csrf|csrf-csrf|lusca|tiny-csrf|@dr\.pogodin\/csurf|csrf-sync|@fastify\/csrf-protection)(?:$|[./])|csrf|xsrf/i;

/** The cookie session of an Express or NestJS application, and what protects it. */
export interface CookieSession {
  name: string;
  path: string;
  line: number;
  /** The options of the cookie could be read. */
  certain: boolean;
  protectedBy?: { path: string; line: number; note: string };
}

/** Finds the session middleware of an application; `undefined` when no cookie signs in. */
export async function tokenMiddleware(
  context: CheckContext,
  app: ApplicationFact,
  routes: readonly RouteAccess[],
): Promise<CookieSession | undefined> {
  const session = app.middleware.find(item =>
    SESSIONS.some(
      name => item.name === name || item.name.startsWith(`${name}.`),
    ),
  );
  if (!session) {
    return undefined;
  }
  const result: CookieSession = {
    name: session.name,
    path: session.path,
    line: session.line,
    certain: true,
  };
  const token =
    app.middleware.find(item => TOKENS.test(item.name)) ??
    routes
      .flatMap(item => item.before.map(({ use }) => use))
      .filter(use => /csrf|xsrf/i.test(use.text.slice(0, 80)))
      .map(use => ({ ...use, name: use.text.slice(0, 40) }))[0];
  if (token) {
    return {
      ...result,
      protectedBy: {
        path: token.path,
        line: token.line,
        note: `${token.name} asks for a token`,
      },
    };
  }
  const options = session.args[0];
  const cookie =
    session.name === 'cookie-session'
      ? options
      : options?.entries?.find(item => item.name === 'cookie');
  const sameSite = cookie?.entries?.find(item => item.name === 'sameSite');
  if (isStrict(sameSite)) {
    return {
      ...result,
      protectedBy: {
        path: session.path,
        line: sameSite!.line,
        note: `SameSite=${String(sameSite!.value)} keeps other sites out`,
      },
    };
  }
  if (
    !options?.entries ||
    (cookie && !cookie.entries) ||
    (sameSite?.value === undefined && sameSite)
  ) {
    const elsewhere = await sameSiteElsewhere(context, app);
    return elsewhere
      ? { ...result, protectedBy: elsewhere }
      : { ...result, certain: false };
  }
  return result;
}

/** A cookie with a token of our own (`session`, `access_token`) that the code of the application reads back. */
export async function tokenCookie(
  context: CheckContext,
  app: ApplicationFact,
): Promise<CookieSession | undefined> {
  const inPart = (path: string) => !app.part || path.startsWith(`${app.part}/`);
  const readers = await context.syntax.files({
    languages: ['typescript', 'javascript'],
    containing: ['.cookies'],
  });
  for (const cookie of await context.facts(cookies)) {
    if (
      cookie.session ||
      !inPart(cookie.path) ||
      !/\.cookie$|setCookie$/.test(cookie.api) ||
      !/token|session|jwt|auth|^sid$/i.test(cookie.name) ||
      /csrf|xsrf/i.test(cookie.name) ||
      !readers.some(file => inPart(file.path) && /\.cookies\b/.test(file.text))
    ) {
      continue;
    }
    const place = { path: cookie.path, line: cookie.line };
    const csrf = app.middleware.find(item => TOKENS.test(item.name));
    return {
      name: `the cookie ${cookie.name}`,
      ...place,
      certain: !cookie.open,
      ...(csrf
        ? {
            protectedBy: {
              path: csrf.path,
              line: csrf.line,
              note: `${csrf.name} asks for a token`,
            },
          }
        : {}),
      ...(!csrf && ['on', 'conditional'].includes(cookie.sameSite)
        ? {
            protectedBy: {
              ...place,
              note:
                cookie.sameSite === 'on'
                  ? `other sites do not send the cookie ${cookie.name} along`
                  : `a setting says whether other sites send the cookie ${cookie.name} along`,
            },
          }
        : {}),
    };
  }
  return undefined;
}

function isStrict(argument: ArgumentFact | undefined): boolean {
  return (
    argument?.value === true ||
    (typeof argument?.value === 'string' &&
      /^(?:lax|strict)$/i.test(argument.value))
  );
}

/** The options are made somewhere else: any place of the part that sets it. */
async function sameSiteElsewhere(
  context: CheckContext,
  app: ApplicationFact,
): Promise<{ path: string; line: number; note: string } | undefined> {
  const files = await context.syntax.files({
    languages: ['typescript', 'javascript'],
    classes: ['source', 'config'],
    containing: ['sameSite'],
  });
  for (const file of files) {
    if (app.part && !file.path.startsWith(`${app.part}/`)) {
      continue;
    }
    const lines = (context.read(file.path) ?? '').split('\n');
    const at = lines.findIndex(line =>
      /\bsameSite\b[^,\n]{0,60}["'](?:lax|strict)["']|\bsameSite\s*[:=]\s*true/i.test(
        line,
      ),
    );
    if (at >= 0) {
      return {
        path: file.path,
        line: at + 1,
        note: 'SameSite keeps other sites out',
      };
    }
  }
  return undefined;
}
