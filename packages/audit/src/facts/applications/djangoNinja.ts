import { CallFact, FileSyntax } from '../../syntax/schema';
import { parametersOfPath } from './djangoRouting';
import { newNode, RouteGraph, RouterNode } from './RouteGraph';
import { GuardUse, RouteFact } from './schema';
import { argument, decorated, isListType, Workbench } from './Workbench';

const APIS = new Set(['ninja.NinjaAPI', 'ninja_extra.NinjaExtraAPI']);
const ROUTERS = new Set(['ninja.Router', 'ninja.router.Router']);
const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete']);

/** Operations of an API of django-ninja, without the address under which Django puts it. */
export async function ninjaRoutes(
  bench: Workbench,
  made: CallFact,
): Promise<{ routes: RouteFact[]; partial: string[] }> {
  const files = await bench.context.syntax.files({
    languages: ['python'],
    containing: ['ninja'],
  });
  const graph = new RouteGraph(bench.resolver, ['python'], files);
  const guards = new Map<RouterNode, string | undefined>();
  let api: RouterNode | undefined;
  for (const file of files) {
    for (const call of file.calls) {
      if (APIS.has(call.name) || ROUTERS.has(call.name)) {
        const node = newNode(APIS.has(call.name) ? 'app' : 'router', call);
        guards.set(node, argument(call, 'auth')?.text);
        await graph.add(node);
        if (call.path === made.path && call.line === made.line) {
          api = node;
        }
      }
    }
  }
  if (!api) {
    return { routes: [], partial: [] };
  }
  await graph.callsOn((node, method, call, file) =>
    readCall(bench, graph, node, method, call, file),
  );
  for (const node of graph.nodes) {
    for (const route of node.routes) {
      // The nearest one decides, and `auth=None` opens what is closed above.
      route.guardedBy = route.guardedBy?.length
        ? route.guardedBy
        : authOf(route, guards.get(node) ?? guards.get(api));
    }
  }
  return graph.compose(api);
}

async function readCall(
  bench: Workbench,
  graph: RouteGraph,
  node: RouterNode,
  method: string,
  call: CallFact,
  file: FileSyntax,
): Promise<void> {
  if (method === 'add_router') {
    const given = argument(call, 'router', 1);
    const router = given && /^["']([\w.]+)["']$/.exec(given.text)?.[1];
    const target =
      given &&
      (router
        ? await routerNamed(bench, graph, file, router)
        : await graph.nodeOf(file.path, call.enclosing, given.text));
    if (target) {
      node.mounts.push({
        target,
        prefix: (await bench.argumentText(file, call, 'prefix', 0)) ?? '{…}',
        guards: [],
        path: call.path,
        line: call.line,
      });
    } else {
      node.partial.push(
        `${call.path}:${call.line}: ${given?.text ?? 'a router'} was not found`,
      );
    }
    return;
  }
  if (!METHODS.has(method) || !call.decorates) {
    return;
  }
  const handler = decorated(file, call);
  const path = await bench.argumentText(file, call, 'path', 0);
  const auth = argument(call, 'auth')?.text;
  node.routes.push({
    method: method.toUpperCase(),
    ownPath: parametersOfPath(path ?? '{…}'),
    path: call.path,
    line: call.line,
    ...(handler
      ? {
          handler: handler.name,
          body: {
            path: handler.path,
            line: handler.line,
            endLine: handler.endLine,
          },
        }
      : {}),
    parameters: handler?.parameters.map(item => item.name) ?? [],
    guards: [],
    guardedBy: authOf(call, auth),
    async: handler?.async ?? false,
    list: method === 'get' && isListType(argument(call, 'response')?.text),
  });
}

/** `api.add_router("/shop/", "shop.api.router")` */
async function routerNamed(
  bench: Workbench,
  graph: RouteGraph,
  file: FileSyntax,
  name: string,
): Promise<RouterNode | undefined> {
  const dot = name.lastIndexOf('.');
  const module = bench.resolver.module(file.path, name.slice(0, dot));
  return module ? graph.nodeNamed(module, [], name.slice(dot + 1)) : undefined;
}

function authOf(
  at: { path: string; line: number },
  text: string | undefined,
): GuardUse[] {
  return text === undefined
    ? []
    : [
        {
          text: `auth=${text}`,
          how: 'rule',
          path: at.path,
          line: at.line,
          level: 'route',
          says: text === 'None' ? 'open' : 'required',
        },
      ];
}
