import { CallFact, FileSyntax } from '../../syntax/schema';
import { leadingName } from './code';
import { newNode, RouteGraph, RouterNode } from './RouteGraph';
import { ApplicationFact, FeatureFact } from './schema';
import { argument, decorated, isListType, Workbench } from './Workbench';

const APPS = new Set([
  'flask.Flask',
  'flask.app.Flask',
  'apiflask.APIFlask',
  'flask_openapi3.OpenAPI',
  'quart.Quart',
]);
const ROUTERS = new Set([
  'flask.Blueprint',
  'flask.blueprints.Blueprint',
  'flask_smorest.Blueprint',
  'apiflask.APIBlueprint',
  'flask_openapi3.APIBlueprint',
  'quart.Blueprint',
]);
const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete']);
/** Extensions that work on the application they are given. */
const EXTENSIONS = new Set([
  'flask_cors.CORS',
  'flask_talisman.Talisman',
  'flask_talisman.talisman.Talisman',
  'flask_seasurf.SeaSurf',
  'flask_limiter.Limiter',
  'flask_compress.Compress',
]);
/** Extensions that describe the application. */
const DESCRIBERS = new Set([
  'flasgger.Swagger',
  'flask_smorest.Api',
  'flask_restx.Api',
  'flask_restplus.Api',
  'flask_apispec.FlaskApiSpec',
  'spectree.SpecTree',
  'connexion.App',
]);
const RESOURCE_APIS = new Set([
  'flask_restful.Api',
  'flask_restx.Api',
  'flask_restplus.Api',
]);
const SELF_DESCRIBING = new Set([
  'apiflask.APIFlask',
  'flask_openapi3.OpenAPI',
]);

/** Flask and what is built on it. */
export async function readFlask(bench: Workbench): Promise<ApplicationFact[]> {
  const { syntax } = bench.context;
  const files = await syntax.files({
    languages: ['python'],
    containing: ['flask', 'quart'],
  });
  const creations = files.flatMap(file =>
    file.calls
      .filter(call => APPS.has(call.name) || ROUTERS.has(call.name))
      .map(call => ({
        call,
        kind: APPS.has(call.name) ? ('app' as const) : ('router' as const),
      })),
  );
  if (!creations.some(({ kind }) => kind === 'app')) {
    return [];
  }
  const names = creations
    .flatMap(({ call }) => [call.assignedTo, ...call.enclosing])
    .filter((name): name is string => Boolean(name) && name!.length > 2);
  const all = await syntax.files({
    languages: ['python'],
    containing: ['flask', 'quart', ...new Set(names)],
  });
  const graph = new RouteGraph(bench.resolver, ['python'], all);
  const features = new Map<RouterNode, FeatureFact[]>();
  const feature = (node: RouterNode, fact: FeatureFact) =>
    features.set(node, [...(features.get(node) ?? []), fact]);
  for (const { call, kind } of creations) {
    const node = newNode(kind, call);
    const file = (await bench.resolver.file(call.path))!;
    if (kind === 'router' && argument(call, 'url_prefix')) {
      node.prefix =
        (await bench.argumentText(file, call, 'url_prefix')) ?? '{…}';
    }
    await graph.add(node);
  }
  await graph.callsOn((node, method, call, file) =>
    read(bench, graph, node, method, call, file),
  );

  // `@app.after_request` is a decorator without a call.
  for (const file of all) {
    for (const made of file.functions) {
      for (const decorator of made.decorators) {
        const dot = decorator.lastIndexOf('.');
        if (
          !['after_request', 'before_request', 'after_app_request'].includes(
            decorator.slice(dot + 1),
          )
        ) {
          continue;
        }
        const node = graph.nodeNamed(
          file.path,
          made.enclosing,
          decorator.slice(0, dot),
        );
        node?.middleware.push({
          name: made.name,
          path: made.path,
          line: made.line,
          endLine: made.endLine,
          args: [],
          definedAt: [
            { path: made.path, line: made.line, endLine: made.endLine },
          ],
        });
      }
    }
  }

  // Extensions: `CORS(app)`, or `cors = CORS()` and later `cors.init_app(app)`.
  for (const file of all) {
    for (const call of file.calls) {
      if (
        EXTENSIONS.has(call.name) ||
        DESCRIBERS.has(call.name) ||
        RESOURCE_APIS.has(call.name)
      ) {
        const first = argument(call, 'app', 0);
        const node =
          first && graph.nodeNamed(file.path, call.enclosing, first.text);
        if (node) {
          await attach(node, call, call, file);
        } else if (call.assignedTo) {
          await later(call, file);
        }
        if (node && RESOURCE_APIS.has(call.name) && call.assignedTo) {
          await resources(node, call, file);
        }
      }
    }
  }

  async function attach(
    node: RouterNode,
    made: CallFact,
    at: CallFact,
    file: FileSyntax,
  ) {
    if (DESCRIBERS.has(made.name)) {
      feature(node, {
        kind: 'openapi',
        path: at.path,
        line: at.line,
        note: `${made.name.split('.')[0]} generates the OpenAPI document`,
      });
    }
    if (EXTENSIONS.has(made.name)) {
      const fact = await bench.middleware(
        file,
        at,
        { text: made.callee, line: at.line, value: undefined },
        [...made.args, ...(at === made ? [] : at.args)].filter(
          item => item.name,
        ),
        made.name,
      );
      node.middleware.push(fact);
    }
  }

  async function later(made: CallFact, file: FileSyntax) {
    for (const other of all) {
      for (const call of other.calls) {
        if (!call.callee.endsWith('.init_app')) {
          continue;
        }
        const owner = call.callee.slice(0, -'.init_app'.length);
        const place = await bench.resolver.dotted(other.path, owner);
        const same =
          (other === file && owner === made.assignedTo) ||
          (place?.path === file.path && place.name === made.assignedTo);
        const first = argument(call, 'app', 0);
        const node =
          same && first
            ? graph.nodeNamed(other.path, call.enclosing, first.text)
            : undefined;
        if (node) {
          await attach(node, made, call, other);
          if (RESOURCE_APIS.has(made.name)) {
            await resources(node, made, file);
          }
        }
      }
    }
  }

  /** `api.add_resource(Users, '/users')` */
  async function resources(node: RouterNode, made: CallFact, file: FileSyntax) {
    for (const call of file.calls) {
      if (call.callee !== `${made.assignedTo}.add_resource`) {
        continue;
      }
      const owner =
        call.args[0] &&
        (await bench.resolver.class(file.path, call.args[0].text));
      const ownerFile = owner && (await bench.resolver.file(owner.path));
      const methods =
        ownerFile?.functions.filter(
          item =>
            METHODS.has(item.name) &&
            item.enclosing[item.enclosing.length - 1] === owner!.name,
        ) ?? [];
      for (const path of call.args.slice(1).filter(item => !item.name)) {
        for (const method of methods) {
          node.routes.push({
            method: method.name.toUpperCase(),
            ownPath: `${prefixArgument(made)}/${
              typeof path.value === 'string' ? parameters(path.value) : '{…}'
            }`,
            path: call.path,
            line: call.line,
            handler: `${owner!.name}.${method.name}`,
            body: {
              path: method.path,
              line: method.line,
              endLine: method.endLine,
            },
            parameters: method.parameters.map(item => item.name),
            guards: method.decorators.map(item => leadingName(item) ?? item),
            async: method.async,
            list: isListType(method.returns),
          });
        }
      }
    }
  }

  const result: ApplicationFact[] = [];
  for (const node of graph.nodes) {
    if (node.kind !== 'app') {
      continue;
    }
    const app = bench.application('flask', 'python', node.call);
    const { routes, partial } = graph.compose(node);
    app.routes = routes;
    app.partial = partial;
    app.middleware = [
      ...node.middleware,
      // What blueprints do after a request of the whole application.
      ...node.mounts.flatMap(mount => mount.target.middleware),
    ];
    app.features = features.get(node) ?? [];
    if (SELF_DESCRIBING.has(node.call.name)) {
      app.features.push({
        kind: 'openapi',
        path: app.path,
        line: app.line,
        note: `${node.call.name.split('.')[0]} generates the OpenAPI document`,
      });
    }
    app.settings = node.call.args
      .filter(item => item.name)
      .map(item => ({ ...item, name: item.name!, path: app.path }));
    const paths = new Set([app.path, ...routes.map(route => route.path)]);
    for (const path of paths) {
      const file = await bench.resolver.file(path);
      if (file?.calls.some(call => call.name.endsWith('render_template'))) {
        app.servesPages = true;
      }
    }
    result.push(app);
  }
  return result;
}

function prefixArgument(call: CallFact): string {
  const value = argument(call, 'prefix')?.value;
  return typeof value === 'string' ? value : '';
}

/** `<int:id>` becomes `{id}`. */
function parameters(path: string): string {
  return path.replace(/<(?:[^<>:]*:)?([^<>:]*)>/g, '{$1}');
}

async function read(
  bench: Workbench,
  graph: RouteGraph,
  node: RouterNode,
  method: string,
  call: CallFact,
  file: FileSyntax,
): Promise<void> {
  if (method === 'register_blueprint') {
    const first = argument(call, 'blueprint', 0);
    const target =
      first && (await graph.nodeOf(file.path, call.enclosing, first.text));
    if (!target) {
      node.partial.push(
        `${call.path}:${call.line}: ${first?.text.slice(0, 60)} was not found`,
      );
      return;
    }
    const given = argument(call, 'url_prefix');
    const prefix = given
      ? (await bench.argumentText(file, call, 'url_prefix')) ?? '{…}'
      : '';
    // The prefix of the registration replaces the one of the blueprint.
    if (given) {
      target.prefix = '';
    }
    node.mounts.push({
      target,
      prefix,
      guards: [],
      path: call.path,
      line: call.line,
    });
  } else if (method === 'route' || (METHODS.has(method) && call.decorates)) {
    const handler = decorated(file, call);
    const path = await bench.argumentText(file, call, 'rule', 0);
    if (path === undefined) {
      node.partial.push(`${call.path}:${call.line}: the path is computed`);
    }
    const given = argument(call, 'methods')?.value;
    const listed = Array.isArray(given)
      ? given.map(item => String(item).toUpperCase())
      : ['GET'];
    const methods = method === 'route' ? listed : [method.toUpperCase()];
    for (const verb of methods) {
      node.routes.push({
        method: verb,
        ownPath: parameters(path ?? '{…}'),
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
        guards: (handler?.decorators ?? [])
          .map(item => leadingName(item) ?? item)
          .filter(item => item !== call.callee),
        async: handler?.async ?? false,
        list: verb === 'GET' && isListType(handler?.returns),
      });
    }
  } else if (method === 'add_url_rule') {
    const path = await bench.argumentText(file, call, 'rule', 0);
    const view = argument(call, 'view_func', 2);
    const given = argument(call, 'methods')?.value;
    for (const verb of Array.isArray(given) ? given : ['GET']) {
      node.routes.push({
        method: String(verb).toUpperCase(),
        ownPath: parameters(path ?? '{…}'),
        path: call.path,
        line: call.line,
        ...(view ? { handler: view.text } : {}),
        parameters: [],
        guards: [],
        async: false,
        list: false,
      });
    }
  } else if (method === 'after_request' || method === 'before_request') {
    const [what] = call.args;
    if (what) {
      node.middleware.push(await bench.middleware(file, call, what, []));
    }
  }
}
