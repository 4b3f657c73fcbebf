import type { SgNode } from '@ast-grep/napi';
import {
  CallFact,
  FileSyntax,
  FunctionFact,
  ParameterFact,
} from '../../syntax/schema';
import {
  argumentNode,
  environmentCondition,
  leadingName,
  namedChildren,
  nodeOfCall,
  unwrap,
} from './code';
import { newNode, RouteGraph, RouterNode } from './RouteGraph';
import { ApplicationFact, FeatureFact } from './schema';
import {
  argument,
  decorated,
  isListType,
  resolvedName,
  Workbench,
} from './Workbench';

const APPS = new Set([
  'fastapi.FastAPI',
  'fastapi.applications.FastAPI',
  'starlette.applications.Starlette',
]);
const ROUTERS = new Set([
  'fastapi.APIRouter',
  'fastapi.routing.APIRouter',
  'starlette.routing.Router',
  'fastapi_utils.inferring_router.InferringRouter',
]);
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
const PAGE_RESPONSES = ['HTMLResponse', 'TemplateResponse', 'Jinja2Templates'];
/** Calls after which responses carry something of themselves. */
const WRAPPERS = new Set([
  'CORSMiddleware',
  'SecureASGIMiddleware',
  'GZipMiddleware',
]);
const MAX_DEPENDENCY_DEPTH = 5;

/** FastAPI and Starlette. */
export async function readFastApi(
  bench: Workbench,
): Promise<ApplicationFact[]> {
  const { syntax } = bench.context;
  const files = await syntax.files({
    languages: ['python'],
    containing: ['fastapi', 'starlette', 'FastAPI', 'APIRouter'],
  });
  const own = new Set([...APPS, ...ROUTERS]);
  // Subclasses of an application or a router make applications and routers.
  const subclasses = new Map<string, 'app' | 'router'>();
  for (const file of files) {
    for (const item of file.classes) {
      for (const base of item.bases) {
        const name = resolvedName(file, base);
        if (APPS.has(name) || ROUTERS.has(name)) {
          subclasses.set(
            `${file.path}\n${item.name}`,
            APPS.has(name) ? 'app' : 'router',
          );
        }
      }
    }
  }
  const creations: { call: CallFact; kind: 'app' | 'router' }[] = [];
  for (const file of files) {
    for (const call of file.calls) {
      const kind = await kindOf(call);
      if (kind) {
        creations.push({ call, kind });
      }
    }
  }
  if (!creations.length) {
    return [];
  }
  const withApps = await importing(bench, files, creations);
  const graph = new RouteGraph(bench.resolver, ['python'], withApps);
  for (const { call, kind } of creations) {
    const node = newNode(kind, call);
    const file = (await bench.resolver.file(call.path))!;
    if (kind === 'router') {
      node.prefix = await prefixOf(bench, file, call, node, 'prefix');
      node.guards = await dependencyList(
        bench,
        file,
        argument(call, 'dependencies')?.text,
      );
    }
    await graph.add(node);
  }

  async function kindOf(call: CallFact): Promise<'app' | 'router' | undefined> {
    if (own.has(call.name)) {
      return APPS.has(call.name) ? 'app' : 'router';
    }
    const last = call.name.split('.').pop();
    if (![...subclasses.keys()].some(key => key.endsWith(`\n${last}`))) {
      return undefined;
    }
    const place = await bench.resolver.dotted(call.path, call.callee);
    return place && subclasses.get(`${place.path}\n${place.name}`);
  }

  const features = new Map<RouterNode, FeatureFact[]>();
  await graph.callsOn(async (node, method, call, file) => {
    await readCall(bench, graph, node, method, call, file, features);
  });
  // `CORSMiddleware(app, …)` wraps from outside.
  for (const file of withApps) {
    for (const call of file.calls) {
      const first = argument(call, 'app', 0);
      if (first && WRAPPERS.has(call.name.split('.').pop()!)) {
        const node = graph.nodeNamed(file.path, call.enclosing, first.text);
        node?.middleware.push(
          await bench.middleware(
            file,
            call,
            { ...first, text: call.callee },
            call.args.slice(1),
          ),
        );
      }
    }
  }

  const result: ApplicationFact[] = [];
  const mounted = new Map<RouterNode, RouterNode>();
  for (const node of graph.nodes) {
    for (const mount of node.mounts) {
      if (mount.target.kind === 'app') {
        mounted.set(mount.target, node);
      }
    }
  }
  const idOf = (node: RouterNode) => `${node.call.path}:${node.name ?? 'app'}`;
  for (const node of graph.nodes.filter(item => item.kind === 'app')) {
    const { call } = node;
    const file = (await bench.resolver.file(call.path))!;
    const isFast = !call.name.endsWith('Starlette');
    const app = bench.application(
      isFast ? 'fastapi' : 'starlette',
      'python',
      call,
    );
    app.id = idOf(node);
    await readConstructor(bench, graph, node, call, file);
    node.guards.push(
      ...(await dependencyList(
        bench,
        file,
        argument(call, 'dependencies')?.text,
      )),
    );
    const { routes, partial } = graph.compose(node);
    app.middleware = node.middleware;
    app.routes = routes;
    app.partial = partial;
    app.settings = call.args
      .filter(item => item.name)
      .map(item => ({ ...item, name: item.name!, path: call.path }));
    app.features = features.get(node) ?? [];
    if (isFast) {
      app.features.push(await openapi(bench, file, call));
    }
    const around = mounted.get(node);
    if (around) {
      app.mountedIn = idOf(around);
    }
    app.servesPages = await servesPages(bench, node, graph);
    result.push(app);
  }
  return result;
}

/** Files that use the framework or import from a file that does, so that factories and registrars are seen. */
async function importing(
  bench: Workbench,
  files: FileSyntax[],
  creations: { call: CallFact }[],
): Promise<FileSyntax[]> {
  const names = [
    ...new Set(
      creations.flatMap(({ call }) => [call.assignedTo, ...call.enclosing]),
    ),
  ].filter((name): name is string => Boolean(name) && name!.length > 2);
  const more = names.length
    ? await bench.context.syntax.files({
        languages: ['python'],
        containing: names.map(name => name.replace(/^self\./, '')),
      })
    : [];
  return [
    ...new Map([...files, ...more].map(file => [file.path, file])).values(),
  ];
}

async function prefixOf(
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

async function readCall(
  bench: Workbench,
  graph: RouteGraph,
  node: RouterNode,
  method: string,
  call: CallFact,
  file: FileSyntax,
  features: Map<RouterNode, FeatureFact[]>,
): Promise<void> {
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
      node.mounts.push({
        target,
        prefix:
          method === 'host'
            ? ''
            : await prefixOf(
                bench,
                file,
                call,
                node,
                method === 'mount' ? 'path' : 'prefix',
                method === 'mount' ? 0 : undefined,
              ),
        guards: await dependencyList(
          bench,
          file,
          argument(call, 'dependencies')?.text,
        ),
        path: call.path,
        line: call.line,
      });
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
      const handler =
        endpoint && (await bench.resolver.function(file.path, endpoint.text));
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

function methodsOf(call: CallFact, fallback: string): string[] {
  const value = argument(call, 'methods')?.value;
  const methods = Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : [];
  return methods.length ? methods.map(item => item.toUpperCase()) : [fallback];
}

async function addRoute(
  bench: Workbench,
  node: RouterNode,
  methods: string[],
  call: CallFact,
  file: FileSyntax,
  handler: FunctionFact | undefined,
  name?: string,
) {
  const path = await bench.argumentText(file, call, 'path', 0);
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
      async: handler?.async ?? false,
      list:
        method === 'GET' &&
        (isListType(handler?.returns) ||
          isListType(argument(call, 'response_model')?.text)),
    });
  }
}

/** Names in `Depends(…)` and `Security(…)` of a text, with those that they depend on. */
async function dependencyList(
  bench: Workbench,
  file: FileSyntax,
  text: string | undefined,
  depth = 0,
): Promise<string[]> {
  if (!text || depth > MAX_DEPENDENCY_DEPTH) {
    return [];
  }
  const names = [
    ...text.matchAll(/\b(?:Depends|Security)\(\s*([A-Za-z_][\w.]*)/g),
  ].map(match => match[1]);
  const result: string[] = [];
  for (const name of names) {
    result.push(name);
    const target = await bench.resolver.function(file.path, name);
    const targetFile = target && (await bench.resolver.file(target.path));
    if (target && targetFile) {
      result.push(
        ...(await dependenciesOf(
          bench,
          targetFile,
          target.parameters,
          depth + 1,
        )),
      );
    }
  }
  return [...new Set(result)];
}

async function dependenciesOf(
  bench: Workbench,
  file: FileSyntax,
  parameters: readonly ParameterFact[],
  depth = 0,
): Promise<string[]> {
  const result: string[] = [];
  for (const parameter of parameters) {
    result.push(
      ...(await dependencyList(bench, file, parameter.default, depth)),
      ...(await dependencyList(bench, file, parameter.annotation, depth)),
    );
    // `CurrentUser = Annotated[User, Depends(current_user)]`
    if (parameter.annotation && /^[\w.]+$/.test(parameter.annotation)) {
      const alias = await bench.resolver.assignment(
        file.path,
        [],
        parameter.annotation,
      );
      const aliasFile = alias && (await bench.resolver.file(alias.path));
      if (alias && aliasFile) {
        result.push(
          ...(await dependencyList(bench, aliasFile, alias.text, depth + 1)),
        );
      }
    }
  }
  return [...new Set(result)];
}

/** `middleware=[Middleware(X, …)]` and `routes=[Route(…), Mount(…)]` of a constructor. */
async function readConstructor(
  bench: Workbench,
  graph: RouteGraph,
  node: RouterNode,
  call: CallFact,
  file: FileSyntax,
) {
  const callNode = nodeOfCall(file, call);
  if (!callNode) {
    return;
  }
  const middleware = argumentNode(callNode, 'middleware');
  const routes = argumentNode(callNode, 'routes');
  for (const item of await elements(bench, file, call.enclosing, middleware)) {
    const made = callOf(item.file, item.node);
    if (made && made.name.endsWith('Middleware') && made.args.length) {
      const [what, ...args] = made.args;
      node.middleware.push(await bench.middleware(item.file, made, what, args));
    }
  }
  await readRoutes(routes, '', file, node, 0);

  async function readRoutes(
    list: SgNode | undefined,
    prefix: string,
    listFile: FileSyntax,
    owner: RouterNode,
    depth: number,
  ) {
    if (depth > 5) {
      return;
    }
    for (const item of await elements(bench, listFile, call.enclosing, list)) {
      const made = callOf(item.file, item.node);
      if (!made) {
        continue;
      }
      const kind = made.name.split('.').pop();
      const path =
        (await bench.argumentText(item.file, made, 'path', 0)) ?? '{…}';
      if (kind === 'Route') {
        const endpoint = argument(made, 'endpoint', 1);
        const handler =
          endpoint &&
          (await bench.resolver.function(item.file.path, endpoint.text));
        for (const method of methodsOf(made, 'GET')) {
          owner.routes.push({
            method,
            ownPath: `${prefix}/${path}`,
            path: made.path,
            line: made.line,
            ...(endpoint ? { handler: endpoint.text.slice(0, 80) } : {}),
            ...(handler
              ? {
                  body: {
                    path: handler.path,
                    line: handler.line,
                    endLine: handler.endLine,
                  },
                }
              : {}),
            parameters: handler?.parameters.map(p => p.name) ?? [],
            guards: [],
            async: handler?.async ?? false,
            list: isListType(handler?.returns),
          });
        }
      } else if (kind === 'Mount') {
        const target = argument(made, 'app', 1);
        const mounted =
          target &&
          (await graph.nodeOf(item.file.path, made.enclosing, target.text));
        if (mounted) {
          owner.mounts.push({
            target: mounted,
            prefix: `${prefix}/${path}`,
            guards: [],
            path: made.path,
            line: made.line,
          });
        }
        await readRoutes(
          argumentNode(item.node, 'routes'),
          `${prefix}/${path}`,
          item.file,
          owner,
          depth + 1,
        );
      }
    }
  }
}

function callOf(file: FileSyntax, node: SgNode): CallFact | undefined {
  const plain = unwrap(node);
  return file.calls.find(call => nodeOfCall(file, call)?.id() === plain.id());
}

/** Elements of a list literal, also behind a name. */
async function elements(
  bench: Workbench,
  file: FileSyntax,
  scope: readonly string[],
  node: SgNode | undefined,
): Promise<{ node: SgNode; file: FileSyntax }[]> {
  if (!node) {
    return [];
  }
  const plain = unwrap(node);
  if (plain.kind() === 'list' || plain.kind() === 'array') {
    return namedChildren(plain).map(item => ({ node: item, file }));
  }
  const assignment = await bench.resolver.assignment(
    file.path,
    scope,
    plain.text(),
  );
  const target = assignment && (await bench.resolver.file(assignment.path));
  const list = target?.root
    .findAll({ rule: { kind: 'assignment' } })
    .find(item => item.range().start.line + 1 === assignment!.line)
    ?.field('right');
  return list && list.kind() === 'list'
    ? namedChildren(list).map(item => ({ node: item, file: target! }))
    : [];
}

/** FastAPI describes itself unless `openapi_url=None` says otherwise. */
async function openapi(
  bench: Workbench,
  file: FileSyntax,
  call: CallFact,
): Promise<FeatureFact> {
  const node = nodeOfCall(file, call);
  const url = node && argumentNode(node, 'openapi_url');
  const line = url ? url.range().start.line + 1 : call.line;
  if (!url) {
    return {
      kind: 'openapi',
      path: call.path,
      line,
      note: 'FastAPI generates the OpenAPI document',
    };
  }
  const plain = unwrap(url);
  if (plain.kind() === 'none') {
    return {
      kind: 'openapi-off',
      path: call.path,
      line,
      note: 'openapi_url=None',
    };
  }
  const branch = namedChildren(plain).find(item => item.kind() === 'none');
  const condition = branch && environmentCondition(branch);
  return {
    kind: 'openapi',
    path: call.path,
    line,
    note: `OpenAPI document at ${
      (await bench.text(file, call.enclosing, url)) ?? url.text()
    }`,
    ...(condition?.developmentOnly === false ? { developmentOnly: true } : {}),
  };
}

async function servesPages(
  bench: Workbench,
  node: RouterNode,
  graph: RouteGraph,
): Promise<boolean> {
  const paths = new Set(graph.compose(node).routes.map(route => route.path));
  for (const path of [node.call.path, ...paths]) {
    const file = await bench.resolver.file(path);
    if (
      file?.calls.some(call =>
        PAGE_RESPONSES.includes(call.callee.split('.').pop()!),
      )
    ) {
      return true;
    }
  }
  return false;
}
