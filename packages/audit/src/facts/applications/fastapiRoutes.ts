import { CallFact, FileSyntax, FunctionFact } from '../../syntax/schema';
import { isWithin, leadingName, lineOf } from './code';
import {
  dependenciesOf,
  dependencyList,
  guardUse,
} from './fastapiDependencies';
import { libraryRoutes } from './fastapiLibraries';
import { loopTurns, routersOfLoop } from './loops';
import { RouteGraph, RouterNode } from './RouteGraph';
import { FeatureFact } from './schema';
import {
  argument,
  decorated,
  decoratorsBelow,
  isListType,
  Workbench,
} from './Workbench';

const METHODS = new Set([
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'head',
  'options',
  'trace',
]);

export async function prefixOf(
  bench: Workbench,
  file: FileSyntax,
  call: CallFact,
  node: RouterNode,
  name: string,
  position?: number,
): Promise<string> {
  const given = argument(call, name, position);
  if (!given) {
    return '';
  }
  const text = await bench.argumentText(file, call, name, position);
  if (text === undefined) {
    node.partial.push(`${call.path}:${call.line}: ${name} is computed`);
    return '{…}';
  }
  return text;
}

export async function readCall(
  bench: Workbench,
  graph: RouteGraph,
  node: RouterNode,
  method: string,
  call: CallFact,
  file: FileSyntax,
  features: Map<RouterNode, FeatureFact[]>,
): Promise<void> {
  const prefixName = method === 'mount' ? 'path' : 'prefix';
  const prefixPosition = method === 'mount' ? 0 : undefined;
  const include = async (target: RouterNode, prefix?: string) =>
    node.mounts.push({
      target,
      prefix:
        prefix ??
        (method === 'host'
          ? ''
          : await prefixOf(
              bench,
              file,
              call,
              node,
              prefixName,
              prefixPosition,
            )),
      guards: await dependencyList(
        bench,
        file,
        argument(call, 'dependencies')?.text,
      ),
      guardedBy: guardUse(call, 'router'),
      path: call.path,
      line: call.line,
    });
  const includeInLoop = async (text: string) => {
    const found = await routersOfLoop(
      bench,
      graph,
      file,
      call,
      text,
      argument(call, prefixName, prefixPosition)?.text,
    );
    for (const { target, prefix } of found) {
      await include(target, prefix);
    }
    return found.length > 0;
  };
  switch (method) {
    case 'include_router':
    case 'mount':
    case 'host': {
      const first =
        method === 'include_router'
          ? argument(call, 'router', 0)
          : argument(call, 'app', 1);
      const target =
        first && (await graph.nodeOf(file.path, call.enclosing, first.text));
      if (!target && first && (await includeInLoop(first.text))) {
        return;
      }
      const made = target || !first ? [] : libraryRoutes(call, first.text);
      if (made.length) {
        const prefix = await prefixOf(
          bench,
          file,
          call,
          node,
          prefixName,
          prefixPosition,
        );
        node.routes.push(
          ...made.map(route => ({
            ...route,
            ownPath: `${prefix}${route.ownPath}`,
          })),
        );
        return;
      }
      if (!target) {
        if (first && !/StaticFiles|make_asgi_app/.test(first.text)) {
          node.partial.push(
            `${call.path}:${call.line}: ${first.text.slice(
              0,
              60,
            )} was not found`,
          );
        } else if (first) {
          const path = await bench.argumentText(file, call, 'path', 0);
          node.routes.push({
            method: 'GET',
            ownPath: `${path ?? ''}/*`,
            path: call.path,
            line: call.line,
            handler: first.text.slice(0, 60),
            parameters: [],
            guards: [],
            async: true,
            list: false,
          });
        }
        return;
      }
      await include(target);
      return;
    }
    case 'add_middleware': {
      const [what, ...args] = call.args;
      if (what) {
        // The last one added is the outermost: registration order is kept, the reader knows the framework.
        node.middleware.push(await bench.middleware(file, call, what, args));
      }
      return;
    }
    case 'middleware': {
      const made = decorated(file, call);
      node.middleware.push({
        name: made?.name ?? 'inline',
        path: call.path,
        line: call.line,
        endLine: call.endLine,
        args: [],
        ...(made
          ? {
              definedAt: [
                { path: made.path, line: made.line, endLine: made.endLine },
              ],
            }
          : {}),
      });
      return;
    }
    case 'add_api_route':
    case 'add_route': {
      const endpoint = argument(call, 'endpoint', 1);
      const table = await tableOf(bench, file, call);
      if (table.length) {
        for (const entry of table) {
          await addRoute(
            bench,
            node,
            methodsOf(call, 'GET'),
            call,
            file,
            await handlerOf(bench, file, call, entry.handler),
            entry.handler,
            entry.path,
          );
        }
        return;
      }
      const handler =
        endpoint && (await handlerOf(bench, file, call, endpoint.text));
      await addRoute(
        bench,
        node,
        methodsOf(call, 'GET'),
        call,
        file,
        handler,
        endpoint?.text,
      );
      return;
    }
    case 'api_route':
    case 'route':
      await addRoute(
        bench,
        node,
        methodsOf(call, 'GET'),
        call,
        file,
        decorated(file, call),
      );
      return;
    default:
      if (METHODS.has(method) && call.args.length) {
        if (!call.decorates) {
          return;
        }
        await addRoute(
          bench,
          node,
          [method.toUpperCase()],
          call,
          file,
          decorated(file, call),
        );
      } else if (method === 'openapi') {
        features.set(node, features.get(node) ?? []);
      }
  }
}

export function methodsOf(call: CallFact, fallback: string): string[] {
  const value = argument(call, 'methods')?.value;
  const methods = Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : [];
  return methods.length ? methods.map(item => item.toUpperCase()) : [fallback];
}

/** Function of a handler: a name, or a method of the class that registers it. */
async function handlerOf(
  bench: Workbench,
  file: FileSyntax,
  call: CallFact,
  text: string,
): Promise<FunctionFact | undefined> {
  const method = /^(?:self|cls)\.(\w+)$/.exec(text)?.[1];
  return method
    ? file.functions.find(
        item =>
          item.name === method && isWithin(call.enclosing, item.enclosing),
      )
    : bench.resolver.function(file.path, text);
}

/** Entries of the table that a loop around a registration walks: `for path, endpoint in routes.items(): …`. */
async function tableOf(
  bench: Workbench,
  file: FileSyntax,
  call: CallFact,
): Promise<{ path: string; handler: string }[]> {
  const path = argument(call, 'path', 0)?.text ?? '';
  const endpoint = argument(call, 'endpoint', 1)?.text ?? '';
  const result: { path: string; handler: string }[] = [];
  for (const turn of await loopTurns(bench, file, call)) {
    const [at, handler] = [turn.get(path), turn.get(endpoint)];
    if (at && handler) {
      result.push({
        path: (await bench.text(at.file, at.scope, at.node)) ?? '{…}',
        handler: handler.node.text(),
      });
    }
  }
  return result;
}

/** Parameters that only make sense where there may be many. */
const PAGE_PARAMETERS = new Set(['limit', 'page', 'page_size', 'per_page']);
const LIST_RESULT = /\.(?:all|fetchall|fetchmany|to_list)\([^()]{0,200}\)$/;
const isListResult = (text: string) =>
  LIST_RESULT.test(text) ||
  (text.startsWith('[') && text.endsWith(']') && /\bfor\b/.test(text));

/** Whether what a handler without a declared type returns is all that a query finds. */
function returnsList(file: FileSyntax, handler: FunctionFact): boolean {
  return (
    !handler.returns &&
    listReturns(file).some(
      line => line >= handler.line && line <= handler.endLine,
    )
  );
}

const knownReturns = new WeakMap<FileSyntax, number[]>();

/** Lines of a file at which a function returns such a list; every handler of the file asks. */
function listReturns(file: FileSyntax): number[] {
  let lines = knownReturns.get(file);
  if (!lines) {
    lines = file.root
      .findAll({ rule: { kind: 'return_statement' } })
      .filter(item => isListResult(item.text().slice(6).trim()))
      .map(lineOf);
    knownReturns.set(file, lines);
  }
  return lines;
}

async function addRoute(
  bench: Workbench,
  node: RouterNode,
  methods: string[],
  call: CallFact,
  file: FileSyntax,
  handler: FunctionFact | undefined,
  name?: string,
  known?: string,
) {
  const path = known ?? (await bench.argumentText(file, call, 'path', 0));
  if (path === undefined) {
    node.partial.push(`${call.path}:${call.line}: the path is computed`);
  }
  const handlerFile = handler && (await bench.resolver.file(handler.path));
  const guards = [
    ...(await dependencyList(
      bench,
      file,
      argument(call, 'dependencies')?.text,
    )),
    ...(handler && handlerFile
      ? await dependenciesOf(bench, handlerFile, handler.parameters)
      : []),
    ...(handler?.decorators ?? [])
      .map(item => leadingName(item))
      .filter(
        (item): item is string =>
          Boolean(item) && !call.callee.startsWith(item!),
      ),
  ];
  for (const method of methods) {
    node.routes.push({
      method,
      ownPath: path ?? '{…}',
      path: call.path,
      line: call.line,
      ...(handler?.name ?? name ? { handler: handler?.name ?? name } : {}),
      ...(handler
        ? {
            body: {
              path: handler.path,
              line: handler.line,
              endLine: handler.endLine,
            },
          }
        : {}),
      parameters: handler?.parameters.map(item => item.name) ?? [],
      guards: [...new Set(guards)],
      guardedBy: [
        ...guardUse(call, 'route'),
        ...(handler ? decoratorsBelow(handler, call) : []),
      ],
      async: handler?.async ?? false,
      list:
        method === 'GET' &&
        (handler?.parameters.some(({ name: given }) =>
          PAGE_PARAMETERS.has(given),
        ) ||
          isListType(handler?.returns) ||
          isListType(argument(call, 'response_model')?.text) ||
          (handler !== undefined &&
            handlerFile !== undefined &&
            returnsList(handlerFile, handler))),
    });
  }
}
