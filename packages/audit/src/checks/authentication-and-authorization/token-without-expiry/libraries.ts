import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import { Applications } from '../../../facts/applications/schema';
import { Settings } from '../../../facts/settings/schema';
import { secondsIn } from '../../../facts/tokens/durations';
import { DAY, lifeIn } from './signed';

interface Lives {
  failing: Evidence[];
  good: Evidence[];
}

/** Lives that libraries take from settings, after their defaults. */
export async function libraryLives(
  context: CheckContext,
  { applications }: Applications,
  { settings }: Settings,
): Promise<Lives> {
  const result: Lives = { failing: [], good: [] };
  await djangoRestTokens(context, applications, result);
  simpleJwt(applications, result);
  await flaskJwt(context, settings, result);
  await fastapiUsers(context, result);
  return result;
}

/** `rest_framework.authtoken` has tokens that never end. */
async function djangoRestTokens(
  { syntax }: CheckContext,
  applications: Applications['applications'],
  result: Lives,
) {
  for (const app of applications.filter(item => item.framework === 'django')) {
    const installed = app.settings.find(
      ({ name }) => name === 'INSTALLED_APPS',
    );
    if (!installed || !installed.text.includes('rest_framework.authtoken')) {
      continue;
    }
    const users = await syntax.files({
      languages: ['python'],
      containing: ['TokenAuthentication', 'authtoken'],
    });
    const uses = users.flatMap(file =>
      file.imports
        .filter(
          ({ module, imported }) =>
            /^rest_framework\.(?:authtoken|authentication)/.test(module) &&
            /^(?:Token|TokenAuthentication|obtain_auth_token|ObtainAuthToken|views|\*)$/.test(
              imported,
            ),
        )
        .map(item => ({ path: file.path, line: item.line })),
    );
    const inSettings = app.settings.some(({ text }) =>
      text.includes('authentication.TokenAuthentication'),
    );
    if (uses.length > 0 || inSettings) {
      result.failing.push({
        path: installed.path,
        line: installed.line,
        subject: 'rest_framework.authtoken',
        note: 'the tokens of rest_framework.authtoken never end',
        related: uses.slice(0, 5),
      });
    }
  }
}

/** Simple JWT: 5 minutes and 1 day unless its settings say otherwise. */
function simpleJwt(applications: Applications['applications'], result: Lives) {
  for (const app of applications.filter(item => item.framework === 'django')) {
    const own = app.settings.find(({ name }) => name === 'SIMPLE_JWT');
    const used =
      own ??
      app.settings.find(({ text }) =>
        text.includes('rest_framework_simplejwt'),
      );
    if (!used) {
      continue;
    }
    const life = /ACCESS_TOKEN_LIFETIME["']?\s*:\s*([^,}]{1,80})/.exec(
      own?.text ?? '',
    )?.[1];
    const seconds = life ? secondsIn(life) : 300;
    if (seconds !== undefined && seconds > DAY) {
      result.failing.push({
        path: used.path,
        line: used.line,
        subject: 'SIMPLE_JWT.ACCESS_TOKEN_LIFETIME',
        note: `access tokens of Simple JWT live for ${lifeIn(seconds)}`,
      });
    } else {
      result.good.push({
        path: used.path,
        line: used.line,
        note: life
          ? 'access tokens of Simple JWT end'
          : 'access tokens of Simple JWT end after 5 minutes by default',
      });
    }
  }
}

/** Flask-JWT-Extended: 15 minutes unless `JWT_ACCESS_TOKEN_EXPIRES` says otherwise. */
async function flaskJwt(
  { syntax }: CheckContext,
  settings: Settings['settings'],
  result: Lives,
) {
  const name = 'JWT_ACCESS_TOKEN_EXPIRES';
  const judge = (
    place: { path: string; line: number },
    text: string,
    value: unknown,
  ) => {
    const seconds = typeof value === 'number' ? value : secondsIn(text);
    if (value === false || (seconds !== undefined && seconds > DAY)) {
      result.failing.push({
        ...place,
        subject: name,
        note:
          value === false
            ? 'access tokens of Flask-JWT-Extended never end'
            : `access tokens of Flask-JWT-Extended live for ${lifeIn(
                seconds!,
              )}`,
      });
    }
  };
  const seen = new Set<string>();
  for (const file of await syntax.files({
    languages: ['python'],
    containing: [name],
  })) {
    for (const item of file.assignments) {
      if (/JWT_ACCESS_TOKEN_EXPIRES\W*$/.test(item.target)) {
        seen.add(`${file.path}:${item.line}`);
        judge({ path: file.path, line: item.line }, item.text, item.value);
      }
    }
  }
  for (const item of settings) {
    if (
      item.name === name &&
      item.default &&
      !seen.has(`${item.path}:${item.line}`)
    ) {
      judge(
        { path: item.path, line: item.line },
        item.default.text,
        item.default.value,
      );
    }
  }
}

/** fastapi-users: `lifetime_seconds=None` is for ever. */
async function fastapiUsers({ syntax }: CheckContext, result: Lives) {
  for (const call of await syntax.calls({
    languages: ['python'],
    names: [
      'fastapi_users.authentication.JWTStrategy',
      'fastapi_users.authentication.strategy.JWTStrategy',
      'fastapi_users.authentication.RedisStrategy',
      'fastapi_users.authentication.strategy.db.DatabaseStrategy',
      'fastapi_users.authentication.strategy.DatabaseStrategy',
    ],
  })) {
    const life = call.args.find(item => item.name === 'lifetime_seconds');
    const isJwt = call.name.endsWith('JWTStrategy');
    const value = life?.value;
    if (life?.value === null || (!life && !isJwt)) {
      result.failing.push({
        path: call.path,
        line: call.line,
        endLine: call.endLine,
        subject: call.enclosing.join('.') || call.callee,
        note: `${call.callee} without a life: its tokens never end`,
      });
    } else if (typeof value === 'number' && value > DAY) {
      result.failing.push({
        path: call.path,
        line: life!.line,
        subject: call.enclosing.join('.') || call.callee,
        note: `${call.callee} gives tokens for ${lifeIn(value)}`,
      });
    } else {
      result.good.push({
        path: call.path,
        line: call.line,
        note: `${call.callee} gives tokens with an end`,
      });
    }
  }
}
