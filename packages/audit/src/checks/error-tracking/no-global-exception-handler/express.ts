import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import { placeOf } from '../../../facts/applications/describe';
import {
  ApplicationFact,
  MiddlewareFact,
} from '../../../facts/applications/schema';
import { functionsOf } from '../../../facts/flow/functions';
import { handlers } from '../../../facts/handlers/extract';
import { dependsOn, manifests } from '../../../facts/manifests/extract';
import { codeOf } from '../../../judging/reach';
import { routeName } from '../../../judging/routes';

/** Ready-made error middleware that answers; reporters pass errors on. */
const READY_MADE =
  /^(?:errorhandler|express-error-handler|strong-error-handler|api-error-handler|@feathersjs\/express\.errorHandler|express-json-api-error\w*)/;
/** What makes Express 4 hear of rejected promises. */
const HEARS = [
  'express-async-errors',
  'express-promise-router',
  'express-async-router',
  '@awaitjs/express',
];
const WRAPPED = /\b\w*(?:async|wrap|catch|safe|handle|promise|try)\w*\(/i;

/** What an Express application does with errors that nobody catches. */
export interface LastResort {
  handler?: { path: string; line: number };
  bad?: Evidence;
}

export async function judgeExpress(
  context: CheckContext,
  app: ApplicationFact,
): Promise<LastResort> {
  const handler = await errorMiddleware(context, app);
  if (!handler) {
    return {
      bad: {
        ...placeOf(app),
        note: 'no middleware with four parameters takes the errors of the routes',
      },
    };
  }
  const own = app.routes.filter(route => route.path === handler.path);
  if (own.length > 2 && own.every(route => route.line > handler.line)) {
    return {
      bad: {
        ...handler,
        note: 'the error middleware is registered before the routes and never hears of their errors',
      },
    };
  }
  const unheard = await unheardRejections(context, app);
  return unheard.length
    ? {
        handler,
        bad: {
          ...placeOf(app),
          note: `Express 4 does not hear of rejected promises: ${unheard.length} asynchronous handlers neither catch nor are wrapped`,
          related: unheard.slice(0, 3),
        },
      }
    : { handler };
}

async function errorMiddleware(
  context: CheckContext,
  app: ApplicationFact,
): Promise<{ path: string; line: number } | undefined> {
  for (const item of [...app.middleware].reverse()) {
    if (!item.developmentOnly && (await takesErrors(context, item))) {
      return { path: item.path, line: item.line };
    }
  }
  return undefined;
}

async function takesErrors(
  context: CheckContext,
  item: MiddlewareFact,
): Promise<boolean> {
  if (READY_MADE.test(item.name)) {
    return true;
  }
  for (const span of [...(item.definedAt ?? []), item]) {
    const file = await context.syntax.file(span.path);
    const found =
      file &&
      functionsOf(file).some(
        fn =>
          fn.line >= span.line &&
          fn.endLine <= span.endLine &&
          fn.parameters.length === 4,
      );
    if (found) {
      return true;
    }
  }
  // An own or foreign function whose code was not found.
  return (
    !item.definedAt?.length &&
    /error_?(?:handler|middleware)|handle_?errors?|onError/i.test(item.name) &&
    !/sentry|bugsnag|rollbar|raven/i.test(item.name)
  );
}

/** Asynchronous handlers whose rejection nobody hears. */
async function unheardRejections(
  context: CheckContext,
  app: ApplicationFact,
): Promise<{ path: string; line: number; note: string }[]> {
  const declared = await context.facts(manifests);
  const [express] = dependsOn(declared, 'npm', ['express']);
  const major = /\d+/.exec(express?.resolved ?? express?.range ?? '')?.[0];
  if (major !== '4' || dependsOn(declared, 'npm', HEARS).length > 0) {
    return [];
  }
  const result: { path: string; line: number; note: string }[] = [];
  for (const handler of (await context.facts(handlers)).handlers) {
    const { route } = handler;
    if (handler.application !== app.id || !route.async) {
      continue;
    }
    const code = await codeOf(context, handler.body);
    const written = (context.read(route.path) ?? '')
      .split('\n')
      .slice(route.line - 1, route.line + 2)
      .join('\n')
      .replace(/\basync\s*\(|\basync function\s*\w*\(/g, '');
    if (!code || WRAPPED.test(written)) {
      continue;
    }
    const { node } = code.fn;
    const around = node.parent();
    const isWrapped =
      around?.is('arguments') &&
      around.parent()?.field('function')?.is('identifier');
    const isAsync = /^(?:async\b|[\w$]*\s*async\b)/.test(node.text());
    const awaits = node
      .findAll({ rule: { kind: 'await_expression' } })
      .some(
        item =>
          !item
            .ancestors()
            .some(
              ancestor =>
                ancestor.is('try_statement') &&
                ancestor.range().start.index > node.range().start.index,
            ) && !/\.catch\(/.test(item.text()),
      );
    if (isAsync && awaits && !isWrapped) {
      result.push({
        path: handler.body.path,
        line: handler.body.line,
        note: routeName(route),
      });
    }
  }
  return result;
}
