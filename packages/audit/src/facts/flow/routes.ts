import { ExtractContext } from '../../engine/types';
import { ApplicationFact, RouteFact, SpanFact } from '../applications/schema';
import { CallSites } from './CallSites';
import { Fn, functionsOf } from './functions';

/** A route with the function that answers it. */
export interface Handler {
  app: ApplicationFact;
  route: RouteFact;
  fn: Fn;
  /** Text of the place that registers it. */
  written: string;
}

/** The functions that answer routes, also where only their name is known: `users.login`. */
export async function handlersOf(
  apps: readonly ApplicationFact[],
  context: ExtractContext,
  sites: CallSites,
): Promise<Handler[]> {
  const result: Handler[] = [];
  const texts = new Map<string, string[]>();
  const writtenAt = ({ path, line }: RouteFact) => {
    let lines = texts.get(path);
    if (!lines) {
      lines = (context.tree.read(path) ?? '').split('\n');
      texts.set(path, lines);
    }
    return lines.slice(line - 1, line + 2).join('\n');
  };
  for (const app of apps) {
    for (const route of app.routes) {
      const fn =
        (await functionOf(route.body, context)) ??
        (await named(route, context, sites));
      if (fn) {
        result.push({ app, route, fn, written: writtenAt(route) });
      }
    }
  }
  return result;
}

/** The function whose lines are known. */
async function functionOf(
  body: SpanFact | undefined,
  context: ExtractContext,
): Promise<Fn | undefined> {
  const file = body && (await context.syntax.file(body.path));
  return file
    ? functionsOf(file)
        .filter(
          item =>
            item.endLine === body.endLine &&
            Math.abs(item.line - body.line) <= 12,
        )
        .sort((a, b) => a.start - b.start)[0]
    : undefined;
}

/** The function behind a name where the route is registered. */
async function named(
  route: RouteFact,
  context: ExtractContext,
  sites: CallSites,
): Promise<Fn | undefined> {
  const { handler, body } = route;
  const isElsewhere = body && body.path !== route.path;
  const file =
    handler && !isElsewhere ? await context.syntax.file(route.path) : undefined;
  return file && sites.called(file, undefined, handler!);
}
