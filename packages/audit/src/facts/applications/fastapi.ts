import { CallFact, FileSyntax } from '../../syntax/schema';
import {
  argumentNode,
  environmentCondition,
  namedChildren,
  nodeOfCall,
  unwrap,
} from './code';
import { dependencyList, guardUse } from './fastapiDependencies';
import { adminRoute } from './fastapiLibraries';
import { prefixOf, readCall } from './fastapiRoutes';
import { newNode, RouteGraph, RouterNode } from './RouteGraph';
import { ApplicationFact, FeatureFact } from './schema';
import { readConstructor } from './starletteConstructor';
import { argument, resolvedName, Workbench } from './Workbench';

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
/** Panels that change every table of the models that they are shown. */
const ADMINS = new Set(['sqladmin.Admin', 'sqladmin.application.Admin']);
const PAGE_RESPONSES = ['HTMLResponse', 'TemplateResponse', 'Jinja2Templates'];
/** Calls after which responses carry something of themselves. */
const WRAPPERS = new Set([
  'CORSMiddleware',
  'SecureASGIMiddleware',
  'GZipMiddleware',
]);

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
  /** Calls that make the same object in another branch: `if secure: app = FastAPI(…) else: app = FastAPI()`. */
  const alternatives = new Map<RouterNode, CallFact[]>();
  for (const { call, kind } of creations) {
    const same = graph.nodes.find(
      node => node.kind === kind && isAlternative(node.call, call),
    );
    if (same) {
      alternatives.set(same, [...(alternatives.get(same) ?? []), call]);
      continue;
    }
    const node = newNode(kind, call);
    const file = (await bench.resolver.file(call.path))!;
    if (kind === 'router') {
      node.prefix = await prefixOf(bench, file, call, node, 'prefix');
      node.guardedBy = guardUse(call, 'router');
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
      if (ADMINS.has(call.name)) {
        const around =
          argument(call, 'app', 0)?.text ?? call.callee.split('.')[0];
        graph
          .nodeNamed(file.path, call.enclosing, around)
          ?.routes.push(adminRoute(call));
      }
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
    // What only one branch asks for does not hold for all who run it.
    const always = (alternatives.get(node) ?? []).every(other =>
      argument(other, 'dependencies'),
    );
    if (always) {
      node.guardedBy.push(...guardUse(call, 'application'));
      node.guards.push(
        ...(await dependencyList(
          bench,
          file,
          argument(call, 'dependencies')?.text,
        )),
      );
    }
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

/** Whether two calls give the same name in the same function to what they make. */
function isAlternative(a: CallFact, b: CallFact): boolean {
  return (
    a.path === b.path &&
    a.assignedTo !== undefined &&
    a.assignedTo === b.assignedTo &&
    a.enclosing.join('.') === b.enclosing.join('.')
  );
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
