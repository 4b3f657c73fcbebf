import { Applications } from '../applications/schema';
import { Settings } from '../settings/schema';
import { ExtractContext } from '../../engine/types';
import { CookieFact, CookieFlag } from './schema';

/**
 * Session cookies that frameworks set by themselves, after their settings and defaults: Django leaves `Secure` off,
 * Flask `Secure` and `SameSite`.
 */
export async function frameworkCookies(
  { syntax }: Pick<ExtractContext, 'syntax'>,
  { applications }: Applications,
  { settings }: Settings,
): Promise<CookieFact[]> {
  const result: CookieFact[] = [];
  for (const app of applications.filter(item => item.framework === 'django')) {
    const setting = (name: string) =>
      app.settings.find(item => item.name === name);
    const installed = setting('INSTALLED_APPS');
    if (
      !installed ||
      !app.middleware.some(({ name }) => name.endsWith('SessionMiddleware'))
    ) {
      continue;
    }
    const flag = (name: string, byDefault: CookieFlag) => {
      const found = setting(name);
      return found ? flagOf(found.value, found.text) : byDefault;
    };
    const at = setting('SESSION_COOKIE_SECURE') ?? installed;
    result.push({
      path: at.path,
      line: at.line,
      endLine: at.line,
      api: 'SESSION_COOKIE_SECURE',
      name: 'sessionid',
      session: true,
      values: [],
      httpOnly: flag('SESSION_COOKIE_HTTPONLY', 'on'),
      secure: flag('SESSION_COOKIE_SECURE', 'off'),
      sameSite: flag('SESSION_COOKIE_SAMESITE', 'on'),
      // Routes that were not read say nothing about cookies.
      open: app.partial.some(item => /settings|MIDDLEWARE/.test(item)),
      enclosing: [],
    });
  }
  const flask = applications.filter(item => item.framework === 'flask');
  if (flask.length > 0) {
    const users = await syntax.files({
      languages: ['python'],
      containing: ['flask_login', 'session[', 'session.permanent'],
    });
    const user = users.find(file =>
      file.imports.some(
        ({ module, imported }) =>
          module === 'flask_login' ||
          (module === 'flask' && imported === 'session'),
      ),
    );
    if (user) {
      result.push(
        ...flaskCookie(flask, settings, await flaskAssignments(syntax)),
      );
    }
  }
  return result;
}

interface Setting {
  name: string;
  path: string;
  line: number;
  value: unknown;
  text: string;
}

/** `app.config["SESSION_COOKIE_SECURE"] = …`, `app.config.update(SESSION_COOKIE_SECURE=…)` and configuration classes. */
async function flaskAssignments(
  syntax: ExtractContext['syntax'],
): Promise<Setting[]> {
  const files = await syntax.files({
    languages: ['python'],
    classes: ['source', 'config', 'script'],
    containing: ['SESSION_COOKIE_'],
  });
  return files.flatMap(file => [
    ...file.assignments.flatMap(item => {
      const name = /(SESSION_COOKIE_[A-Z]+)\W*$/.exec(item.target)?.[1];
      return name
        ? [
            {
              name,
              path: file.path,
              line: item.line,
              value: item.value,
              text: item.text,
            },
          ]
        : [];
    }),
    ...file.calls.flatMap(call =>
      [...call.args, ...call.args.flatMap(item => item.entries ?? [])].flatMap(
        item =>
          item.name?.startsWith('SESSION_COOKIE_')
            ? [
                {
                  name: item.name,
                  path: file.path,
                  line: item.line,
                  value: item.value,
                  text: item.text,
                },
              ]
            : [],
      ),
    ),
  ]);
}

function flaskCookie(
  applications: Applications['applications'],
  settings: Settings['settings'],
  assigned: readonly Setting[],
): CookieFact[] {
  const known = [
    ...assigned,
    ...settings
      .filter(
        item =>
          item.name.startsWith('SESSION_COOKIE_') && item.class === 'source',
      )
      .map(item => ({
        name: item.name,
        path: item.path,
        line: item.line,
        value: item.default?.value,
        text: item.default?.text ?? 'setting',
      })),
  ];
  const flag = (name: string, byDefault: CookieFlag) => {
    const found = known.filter(item => item.name === name);
    if (found.length === 0) {
      return byDefault;
    }
    // Several classes, one for each environment: the strictest is the one of production.
    const flags = found.map(item => flagOf(item.value, item.text));
    return flags.includes('on')
      ? 'on'
      : flags.find(item => item !== 'off') ?? 'off';
  };
  const [app] = applications;
  const at = known.find(item => item.name === 'SESSION_COOKIE_SECURE') ?? app;
  // Flask-Talisman forces the flag.
  const forced = app.middleware.some(({ name }) => /Talisman/.test(name));
  return [
    {
      path: at.path,
      line: at.line,
      endLine: at.line,
      api: 'SESSION_COOKIE_SECURE',
      name: 'session',
      session: true,
      values: [],
      httpOnly: flag('SESSION_COOKIE_HTTPONLY', 'on'),
      secure: forced ? 'on' : flag('SESSION_COOKIE_SECURE', 'off'),
      sameSite: forced ? 'on' : flag('SESSION_COOKIE_SAMESITE', 'off'),
      open: false,
      enclosing: [],
    },
  ];
}

function flagOf(value: unknown, text: string): CookieFlag {
  if (value === true) {
    return 'on';
  }
  if (value === false || value === null || text === 'None') {
    return 'off';
  }
  if (typeof value === 'string') {
    return value.toLowerCase() === 'none' || value === '' ? 'off' : 'on';
  }
  return 'conditional';
}
