import { CallFact, FileSyntax } from '../../syntax/schema';
import { leadingName, namedChildren, nodeOfCall } from './code';
import { decoratorUse, METHODS, parameters, viewRoutes } from './flaskViews';
import { loopTurns, routersOfLoop } from './loops';
import { newNode, RouteGraph, RouterNode } from './RouteGraph';
import { ApplicationFact, FeatureFact, GuardUse } from './schema';
import {
  argument,
  decorated,
  decoratorsBelow,
  isListType,
  resolvedName,
  Workbench,
} from './Workbench';

const APPS = new Set([
  'flask.Flask',
  'flask.app.Flask',
  'apiflask.APIFlask',
  'flask_openapi3.OpenAPI',
  'quart.Quart',
]);
const ROUTERS = new Set([
  'flask_restx.Namespace',
  'flask_restplus.Namespace',
  'flask.Blueprint',
  'flask.blueprints.Blueprint',
  'flask_smorest.Blueprint',
  'apiflask.APIBlueprint',
  'flask_openapi3.APIBlueprint',
  'quart.Blueprint',
]);
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
  'flask_smorest.Api',
  'flask_restful.Api',
  'flask_restx.Api',
  'flask_restplus.Api',
]);
const API_CALLS = new Set([
  'add_resource',
  'add_namespace',
  'register_blueprint',
  'route',
]);
const SELF_DESCRIBING = new Set([
  'apiflask.APIFlask',
  'flask_openapi3.OpenAPI',
]);

/** What runs before each request, of one blueprint or of the whole application. */
const BEFORE = new Set(['before_request', 'before_app_request']);
/** Hooks of blueprints that hold for the whole application, until it is known which one that is. */
const everywhere = new WeakMap<RouterNode, GuardUse[]>();

function hook(
  node: RouterNode,
  event: string,
  place: Pick<GuardUse, 'text' | 'path' | 'line' | 'scope'>,
) {
  const use: GuardUse = {
    ...place,
    how: 'hook',
    level:
      node.kind === 'app' || event === 'before_app_request'
        ? 'application'
        : 'router',
  };
  if (event === 'before_app_request') {
    everywhere.set(node, [...(everywhere.get(node) ?? []), use]);
  } else {
    node.guardedBy.push(use);
  }
}

/** Flask and what is built on it. */
export async function readFlask(bench: Workbench): Promise<ApplicationFact[]> {
  const { syntax } = bench.context;
  const files = await syntax.files({
    languages: ['python'],
    containing: ['flask', 'quart'],
  });
  /** `class Shop(flask.Flask)`, by name. */
  const subclasses = new Map(
    files
      .flatMap(file => file.classes.map(item => ({ file, item })))
      .filter(({ file, item }) =>
        item.bases.some(base => APPS.has(resolvedName(file, base))),
      )
      .map(({ item }) => [item.name, item]),
  );
  const isApp = (call: CallFact) =>
    APPS.has(call.name) || subclasses.has(call.callee.split('.').pop()!);
  const creations = files.flatMap(file =>
    file.calls
      .filter(call => isApp(call) || ROUTERS.has(call.name))
      .map(call => ({
        call,
        kind: isApp(call) ? ('app' as const) : ('router' as const),
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
    } else if (call.name.endsWith('.Namespace')) {
      const name = argument(call, 'name', 0)?.value;
      node.prefix =
        (await bench.argumentText(file, call, 'path')) ??
        (typeof name === 'string' ? `/${name}` : '{…}');
    }
    await graph.add(node);
    const own = subclasses.get(call.callee.split('.').pop()!);
    if (own) {
      await graph.bind(node, {
        path: own.path,
        scope: [own.name],
        name: 'self',
      });
    }
  }
  await graph.callsOn((node, method, call, file) =>
    read(bench, graph, node, method, call, file),
  );

  // `@app.after_request` is a decorator without a call.
  for (const file of all) {
    for (const made of file.functions) {
      for (const decorator of made.decorators) {
        const dot = decorator.lastIndexOf('.');
        const event = decorator.slice(dot + 1);
        if (
          !['after_request', 'after_app_request'].includes(event) &&
          !BEFORE.has(event)
        ) {
          continue;
        }
        const node = graph.nodeNamed(
          file.path,
          made.enclosing,
          decorator.slice(0, dot),
        );
        if (node && BEFORE.has(event)) {
          hook(node, event, {
            text: made.name,
            path: made.path,
            line: made.line,
            scope: made.enclosing,
          });
        }
        if (event === 'before_app_request') {
          continue;
        }
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
        const written = call.callee.slice(0, -'.init_app'.length);
        let same = false;
        for (const owner of loopedOver(other, call, written) ?? [written]) {
          const place = await bench.resolver.dotted(other.path, owner);
          same ||=
            (other === file && owner === made.assignedTo) ||
            (place?.path === file.path && place.name === made.assignedTo);
        }
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

  /** `api.add_resource(Users, '/users')`, `api.add_namespace(users)`, `api.register_blueprint(users)`. */
  async function resources(node: RouterNode, made: CallFact, file: FileSyntax) {
    for (const other of all) {
      for (const call of other.calls) {
        const dot = call.callee.lastIndexOf('.');
        const method = call.callee.slice(dot + 1);
        if (!API_CALLS.has(method) || dot < 0) {
          continue;
        }
        const owner = call.callee.slice(0, dot);
        if (
          !(other === file && owner === made.assignedTo) &&
          !(await isSame(other, owner, made))
        ) {
          continue;
        }
        if (method === 'add_resource') {
          await resource(node, made, call, other);
        } else if (method === 'route') {
          const view = other.classes.find(item => item.name === call.decorates);
          const path = argument(call, undefined, 0)?.value;
          await viewRoutes(
            bench,
            node,
            view,
            `${prefixArgument(made)}/${
              typeof path === 'string' ? parameters(path) : '{…}'
            }`,
            call,
          );
        } else {
          const first = call.args[0];
          const target =
            first &&
            (await graph.nodeOf(other.path, call.enclosing, first.text));
          if (target) {
            const path = await bench.argumentText(
              other,
              call,
              method === 'add_namespace' ? 'path' : 'url_prefix',
            );
            if (path !== undefined) {
              target.prefix = '';
            }
            node.mounts.push({
              target,
              prefix: `${prefixArgument(made)}${path ?? ''}`,
              guards: [],
              path: call.path,
              line: call.line,
            });
          }
        }
      }
    }
  }

  async function isSame(file: FileSyntax, name: string, made: CallFact) {
    const place = await bench.resolver.dotted(file.path, name);
    return place?.path === made.path && place.name === made.assignedTo;
  }

  async function resource(
    node: RouterNode,
    made: CallFact,
    call: CallFact,
    file: FileSyntax,
  ) {
    const owner =
      call.args[0] &&
      (await bench.resolver.class(file.path, call.args[0].text));
    for (const path of call.args.slice(1).filter(item => !item.name)) {
      await viewRoutes(
        bench,
        node,
        owner,
        `${prefixArgument(made)}/${
          typeof path.value === 'string' ? parameters(path.value) : '{…}'
        }`,
        call,
      );
    }
  }

  const result: ApplicationFact[] = [];
  for (const node of graph.nodes) {
    if (node.kind !== 'app') {
      continue;
    }
    const app = bench.application('flask', 'python', node.call);
    node.guardedBy.push(
      ...node.mounts.flatMap(mount => everywhere.get(mount.target) ?? []),
    );
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
    const direct =
      first && (await graph.nodeOf(file.path, call.enclosing, first.text));
    const given = argument(call, 'url_prefix');
    const found = direct
      ? [{ target: direct, prefix: undefined }]
      : await routersOfLoop(
          bench,
          graph,
          file,
          call,
          first?.text ?? '',
          given?.text,
        );
    if (!found.length) {
      node.partial.push(
        `${call.path}:${call.line}: ${first?.text.slice(0, 60)} was not found`,
      );
    }
    for (const { target, prefix } of found) {
      // The prefix of the registration replaces the one of the blueprint.
      if (given) {
        target.prefix = '';
      }
      node.mounts.push({
        target,
        prefix:
          prefix ??
          (given
            ? (await bench.argumentText(file, call, 'url_prefix')) ?? '{…}'
            : ''),
        guards: [],
        path: call.path,
        line: call.line,
      });
    }
  } else if (method === 'route' || (METHODS.has(method) && call.decorates)) {
    const handler = decorated(file, call);
    const path = await bench.argumentText(file, call, 'rule', 0);
    const owner = handler
      ? undefined
      : file.classes.find(item => item.name === call.decorates);
    if (owner) {
      await viewRoutes(bench, node, owner, parameters(path ?? '{…}'), call);
      return;
    }
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
        guardedBy: handler ? decoratorsBelow(handler, call) : [],
        async: handler?.async ?? false,
        list: verb === 'GET' && isListType(handler?.returns),
      });
    }
  } else if (method === 'add_url_rule') {
    const rule = argument(call, 'rule', 0);
    const turns = await loopTurns(bench, file, call);
    if (turns.some(turn => turn.has(rule?.text ?? ''))) {
      for (const turn of turns) {
        const at = turn.get(rule!.text)!;
        await addRule((await bench.text(at.file, at.scope, at.node)) ?? '{…}');
      }
    } else {
      await addRule(await bench.argumentText(file, call, 'rule', 0));
    }
  } else if (method === 'after_request' || BEFORE.has(method)) {
    const [what] = call.args;
    if (what && BEFORE.has(method)) {
      hook(node, method, {
        text: what.text,
        path: call.path,
        line: call.line,
        scope: call.enclosing,
      });
    }
    if (what && method !== 'before_app_request') {
      node.middleware.push(await bench.middleware(file, call, what, []));
    }
  }

  async function addRule(path: string | undefined) {
    const view = argument(call, 'view_func', 2);
    const given = argument(call, 'methods')?.value;
    const viewClass = /^([\w.]+)\.as_view\(/.exec(view?.text ?? '')?.[1];
    if (viewClass) {
      const owner = await bench.resolver.class(file.path, viewClass);
      await viewRoutes(bench, node, owner, parameters(path ?? '{…}'), call);
      return;
    }
    const handler =
      view && (await bench.resolver.function(file.path, view.text));
    for (const verb of Array.isArray(given) ? given : ['GET']) {
      node.routes.push({
        method: String(verb).toUpperCase(),
        ownPath: parameters(path ?? '{…}'),
        path: call.path,
        line: call.line,
        ...(view ? { handler: view.text } : {}),
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
        guards: [],
        guardedBy: handler
          ? handler.decorators.map(text => decoratorUse(text, handler))
          : [],
        async: handler?.async ?? false,
        list: false,
      });
    }
  }
}

/** Names that a loop variable takes: `for extension in (db, limiter): extension.init_app(app)`. */
function loopedOver(
  file: FileSyntax,
  call: CallFact,
  name: string,
): string[] | undefined {
  const loop = nodeOfCall(file, call)
    ?.ancestors()
    .find(
      node => node.is('for_statement') && node.field('left')?.text() === name,
    );
  const over = loop?.field('right');
  return over?.is('tuple') || over?.is('list')
    ? namedChildren(over).map(node => node.text())
    : undefined;
}
