import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import { placeOf } from '../../../facts/applications/describe';
import { ApplicationFact } from '../../../facts/applications/schema';
import { CallFact } from '../../../syntax/schema';

/** A handler of last resort that somebody wrote, by the words that register it. */
const REGISTERED: Partial<
  Record<
    ApplicationFact['framework'],
    { words: string[]; is: (call: CallFact) => boolean }
  >
> = {
  fastapi: {
    words: ['exception_handler'],
    is: call =>
      /\.(?:exception_handler|add_exception_handler)$/.test(call.callee) &&
      /^(?:Exception|500|BaseException)$/.test(call.args[0]?.text ?? ''),
  },
  flask: {
    words: ['errorhandler', 'register_error_handler'],
    is: call =>
      /\.(?:errorhandler|app_errorhandler|register_error_handler)$/.test(
        call.callee,
      ) &&
      /^(?:Exception|500|\w*InternalServerError)$/.test(
        call.args[0]?.text ?? '',
      ),
  },
  nestjs: {
    words: ['useGlobalFilters', 'APP_FILTER'],
    is: call => /\.useGlobalFilters$/.test(call.callee),
  },
  fastify: {
    words: ['setErrorHandler'],
    is: call => /\.setErrorHandler$/.test(call.callee),
  },
};
REGISTERED.starlette = REGISTERED.fastapi;

/** The place where an application of a framework registers a handler for every error. */
export async function registeredHandler(
  context: CheckContext,
  app: ApplicationFact,
): Promise<{ path: string; line: number } | undefined> {
  if (app.framework === 'django') {
    const setting = app.settings.find(item => item.name === 'REST_FRAMEWORK');
    return setting && /EXCEPTION_HANDLER/.test(setting.text)
      ? { path: setting.path, line: setting.line }
      : undefined;
  }
  if (app.framework === 'spring') {
    for (const file of await context.syntax.files({
      languages: ['java'],
      containing: ['ControllerAdvice'],
    })) {
      const found = file.functions.find(item =>
        item.decorators.some(text =>
          /ExceptionHandler\(\s*\{?\s*(?:Exception|Throwable)\.class/.test(
            text,
          ),
        ),
      );
      if (found) {
        return { path: file.path, line: found.line };
      }
    }
    return undefined;
  }
  const own = REGISTERED[app.framework];
  if (!own) {
    return undefined;
  }
  const inPart = (path: string) =>
    app.part === '' || path.startsWith(`${app.part}/`);
  for (const file of await context.syntax.files({ containing: own.words })) {
    const call = inPart(file.path) ? file.calls.find(own.is) : undefined;
    if (call) {
      return { path: file.path, line: call.line };
    }
    const provided =
      app.framework === 'nestjs' &&
      inPart(file.path) &&
      /provide\s*:\s*APP_FILTER/.exec(file.text);
    if (provided) {
      return {
        path: file.path,
        line: file.text.slice(0, provided.index).split('\n').length,
      };
    }
  }
  return undefined;
}

const RECOVERS =
  /(?:^|\.)(?:Recovery(?:WithWriter|Handler)?|CustomRecovery|Recover(?:er|WithConfig)?|RecoveryHandler)(?:\(|$)/;

/** What an application does by default that is not good enough; `undefined` where the framework logs and hides. */
export async function badDefault(
  context: CheckContext,
  app: ApplicationFact,
): Promise<Evidence | undefined> {
  if (app.framework === 'fastify') {
    return {
      ...placeOf(app),
      note: 'Fastify answers the message of every error; there is no `setErrorHandler`',
    };
  }
  if (app.framework === 'fastapi' || app.framework === 'starlette') {
    const debug = app.settings.find(
      item => item.name === 'debug' && item.value === true,
    );
    return debug
      ? {
          path: debug.path,
          line: debug.line,
          note: '`debug=True` answers stack traces, whatever handlers there are',
        }
      : undefined;
  }
  if (app.framework === 'go-http') {
    const text = context.read(app.path) ?? '';
    const recovers =
      /gin\.Default\(/.test(text) ||
      app.middleware.some(item => RECOVERS.test(item.name)) ||
      app.routes.some(route =>
        route.guards.some(item => RECOVERS.test(item)),
      ) ||
      (
        await context.syntax.files({
          languages: ['go'],
          containing: ['recover()', 'Recoverer', 'Recovery('],
        })
      ).length > 0;
    return recovers
      ? undefined
      : {
          ...placeOf(app),
          note: 'nothing recovers from a panic of a handler: the connection is cut without an answer',
        };
  }
  return undefined;
}
