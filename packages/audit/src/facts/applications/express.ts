import type { SgNode } from '@ast-grep/napi';
import { ArgumentFact, CallFact, FileSyntax } from '../../syntax/schema';
import { Language } from '../inventory/schema';
import {
  argumentNodes,
  dottedName,
  isFunction,
  leadingName,
  namedChildren,
  nodeOfCall,
  spanOf,
  stringText,
  unwrap,
} from './code';
import { newNode, RouteGraph, RouterNode } from './RouteGraph';
import { ApplicationFact, FeatureFact, SpanFact } from './schema';
import { resolvedName, Workbench } from './Workbench';

const LANGUAGES: Language[] = ['typescript', 'tsx', 'javascript'];
const APPS: Record<string, 'express' | 'fastify'> = {
  express: 'express',
  'express.default': 'express',
  fastify: 'fastify',
  'fastify.fastify': 'fastify',
  'fastify.default': 'fastify',
  Fastify: 'fastify',
};
const ROUTERS = new Set(['express.Router', 'express-promise-router', 'Router']);
const METHODS = new Set([
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'head',
  'options',
  'all',
]);
const LIST_READS = ['.findMany(', '.findAll(', '.findAndCount(', '.listAll('];
const PAGE_CALLS = ['.render(', '.sendFile('];

/** Understands calls on applications and routers. */
class ExpressReader {
  readonly features = new Map<RouterNode, FeatureFact[]>();
  private readonly guards = new Map<RouterNode, string[]>();

  constructor(
    private readonly bench: Workbench,
    private readonly graph: RouteGraph,
  ) {}

  async read(
    node: RouterNode,
    method: string,
    call: CallFact,
    file: FileSyntax,
  ): Promise<void> {
    if (method === 'use') {
      await this.use(node, call, file);
    } else if (method === 'register') {
      await this.register(node, call, file);
    } else if (method === 'set' || method === 'disable') {
      this.setting(node, method, call);
    } else if (method === 'route' && call.args[0]?.entries) {
      const object = call.args[0].entries;
      const url = object.find(
        item => item.name === 'url' || item.name === 'path',
      )?.value;
      const verbs = object.find(item => item.name === 'method')?.value;
      for (const verb of Array.isArray(verbs) ? verbs : [verbs]) {
        if (typeof url === 'string' && typeof verb === 'string') {
          this.push(node, verb, url, call, file, []);
        }
      }
    } else if (METHODS.has(method) && call.args.length > 1) {
      const callNode = nodeOfCall(file, call);
      const [first, ...handlers] = callNode ? argumentNodes(callNode) : [];
      for (const path of first
        ? await this.paths(file, call, first, node)
        : []) {
        this.push(node, method, path, call, file, handlers);
      }
    }
  }

  /** `router.route('/x').get(a).post(b)` */
  async readChains(files: readonly FileSyntax[]): Promise<void> {
    for (const file of files) {
      for (const call of file.calls) {
        const match = /^([\w$.]+)\.route\(\s*['"`]([^'"`]*)['"`]\s*\)/.exec(
          call.callee,
        );
        const method = call.callee.slice(call.callee.lastIndexOf('.') + 1);
        const node =
          match && this.graph.nodeNamed(file.path, call.enclosing, match[1]);
        if (match && node && METHODS.has(method)) {
          const callNode = nodeOfCall(file, call);
          this.push(
            node,
            method,
            match[2],
            call,
            file,
            callNode ? argumentNodes(callNode) : [],
          );
        }
      }
    }
  }

  private setting(node: RouterNode, method: string, call: CallFact) {
    const [name, value] = call.args;
    if (name?.value !== 'etag') {
      return;
    }
    const off = method === 'disable' || value?.value === false;
    this.feature(node, {
      kind: off ? 'etag-off' : 'etag',
      path: call.path,
      line: call.line,
      note: off ? 'the ETag is switched off' : `etag: ${value?.text ?? 'on'}`,
    });
  }

  private feature(node: RouterNode, feature: FeatureFact) {
    this.features.set(node, [...(this.features.get(node) ?? []), feature]);
  }

  private async paths(
    file: FileSyntax,
    call: CallFact,
    first: SgNode,
    node: RouterNode,
  ): Promise<string[]> {
    const plain = unwrap(first);
    const items = plain.kind() === 'array' ? namedChildren(plain) : [plain];
    const result: string[] = [];
    for (const item of items) {
      if (item.kind() === 'regex') {
        result.push(item.text());
        continue;
      }
      const text = await this.bench.text(file, call.enclosing, item);
      if (text === undefined) {
        node.partial.push(`${call.path}:${call.line}: the path is computed`);
      }
      result.push(text ?? '{…}');
    }
    return result;
  }

  private push(
    node: RouterNode,
    method: string,
    path: string,
    call: CallFact,
    file: FileSyntax,
    handlers: SgNode[],
  ) {
    const flat = handlers.flatMap(item =>
      unwrap(item).kind() === 'array' ? namedChildren(unwrap(item)) : [item],
    );
    const last = flat[flat.length - 1];
    const handler = last && (dottedName(last) ?? leadingName(last.text()));
    const text = last?.text() ?? '';
    const named = last && dottedName(last);
    const own = named && file.functions.find(item => item.name === named);
    const body: SpanFact | undefined = own
      ? { path: file.path, line: own.line, endLine: own.endLine }
      : last && spanOf(file.path, last);
    node.routes.push({
      method: method === 'all' ? '*' : method.toUpperCase(),
      ownPath: path.replace(/:([A-Za-z_]\w*)/g, '{$1}'),
      path: call.path,
      line: call.line,
      ...(handler ? { handler } : {}),
      ...(body ? { body } : {}),
      parameters: [],
      guards: [
        ...(this.guards.get(node) ?? []),
        ...flat
          .slice(0, -1)
          .map(item => leadingName(item.text()))
          .filter((item): item is string => Boolean(item)),
      ],
      async: text.includes('async '),
      list: method === 'get' && LIST_READS.some(word => text.includes(word)),
    });
  }

  private async use(node: RouterNode, call: CallFact, file: FileSyntax) {
    const callNode = nodeOfCall(file, call);
    if (!callNode) {
      return;
    }
    let prefix = '';
    const nodes = argumentNodes(callNode).flatMap(item =>
      unwrap(item).kind() === 'array' &&
      !stringText(namedChildren(unwrap(item))[0] ?? item)
        ? namedChildren(unwrap(item))
        : [item],
    );
    const guards: string[] = [...(this.guards.get(node) ?? [])];
    for (const [index, item] of nodes.entries()) {
      const plain = unwrap(item);
      if (index === 0 && nodes.length > 1 && !isFunction(plain)) {
        const kind = String(plain.kind());
        const text =
          kind === 'array' || kind === 'regex'
            ? namedChildren(plain).map(stringText)[0] ?? '{…}'
            : await this.bench.text(file, call.enclosing, plain);
        if (text !== undefined) {
          prefix = text;
          continue;
        }
        if (kind === 'string' || kind === 'template_string') {
          prefix = '{…}';
          node.partial.push(
            `${call.path}:${call.line}: the prefix is computed`,
          );
          continue;
        }
      }
      const target = await this.graph.nodeOf(
        file.path,
        call.enclosing,
        plain.text(),
      );
      if (target && target !== node) {
        node.mounts.push({
          target,
          prefix: prefix.replace(/:([A-Za-z_]\w*)/g, '{$1}'),
          guards: [...guards],
          path: call.path,
          line: call.line,
        });
        continue;
      }
      const fact = await this.attach(call, file, plain);
      if (prefix) {
        fact.prefix = prefix;
      }
      node.middleware.push(fact);
      guards.push(fact.name);
      if (!prefix) {
        this.guards.set(node, [...(this.guards.get(node) ?? []), fact.name]);
      }
    }
  }

  private async attach(call: CallFact, file: FileSyntax, node: SgNode) {
    const inner = file.calls.find(
      item => nodeOfCall(file, item)?.id() === node.id(),
    );
    const what: ArgumentFact = {
      text: node.text(),
      line: node.range().start.line + 1,
      value: undefined,
    };
    const fact = await this.bench.middleware(
      file,
      call,
      what,
      inner?.args ?? [],
      isFunction(node)
        ? 'inline'
        : inner?.name ?? resolvedName(file, node.text()),
    );
    // Where a `use` attaches several, each has its own place.
    return {
      ...fact,
      line: Math.max(fact.line, what.line),
      endLine: node.range().end.line + 1,
    };
  }

  /** Fastify: a plugin of one's own is a router with the plugin's parameter as its name. */
  private async register(node: RouterNode, call: CallFact, file: FileSyntax) {
    const [what, options] = call.args;
    const callNode = nodeOfCall(file, call);
    const first = callNode && argumentNodes(callNode)[0];
    if (!what || !first) {
      return;
    }
    const prefix = options?.entries?.find(
      item => item.name === 'prefix',
    )?.value;
    const lead = leadingName(what.text);
    const own = lead
      ? await this.bench.resolver.function(file.path, lead)
      : undefined;
    const parameter = own?.parameters[0]?.name;
    if (own && parameter) {
      const ownFile = (await this.bench.resolver.file(own.path))!;
      const child = newNode('router', call);
      child.bindings = [
        {
          path: own.path,
          scope: [...own.enclosing, own.name],
          name: parameter,
        },
      ];
      this.graph.nodes.push(child);
      node.mounts.push({
        target: child,
        prefix: typeof prefix === 'string' ? prefix : '',
        guards: [],
        path: call.path,
        line: call.line,
      });
      for (const inner of ownFile.calls) {
        const dot = inner.callee.lastIndexOf('.');
        if (
          inner.callee.slice(0, dot) === parameter &&
          inner.enclosing.includes(own.name)
        ) {
          await this.read(child, inner.callee.slice(dot + 1), inner, ownFile);
        }
      }
      return;
    }
    node.middleware.push(
      await this.bench.middleware(
        file,
        call,
        what,
        call.args.slice(1),
        resolvedName(file, what.text),
      ),
    );
  }
}

async function servesPages(
  bench: Workbench,
  app: ApplicationFact,
): Promise<boolean> {
  const paths = new Set([app.path, ...app.routes.map(route => route.path)]);
  for (const path of paths) {
    const text = (await bench.resolver.file(path))?.root.text() ?? '';
    if (
      PAGE_CALLS.some(
        word => text.includes(`res${word}`) || text.includes(`reply${word}`),
      )
    ) {
      return true;
    }
  }
  return app.middleware.some(
    item => item.name === 'express.static' || item.name === 'serve-static',
  );
}

/** Express, and Fastify as far as it looks the same. */
export async function readExpress(
  bench: Workbench,
): Promise<ApplicationFact[]> {
  const { syntax } = bench.context;
  const files = await syntax.files({
    languages: LANGUAGES,
    containing: ['express', 'fastify'],
  });
  const creations: { call: CallFact; kind: 'app' | 'router' }[] = [];
  for (const file of files) {
    for (const call of file.calls) {
      const isNest = /Nest|Adapter/.test(call.assignedTo ?? '');
      if (APPS[call.name] && !isNest) {
        creations.push({ call, kind: 'app' });
      } else if (
        ROUTERS.has(call.name) &&
        (call.name !== 'Router' || call.callee === 'Router')
      ) {
        const fromExpress =
          call.name !== 'Router' ||
          file.imports.some(
            item => item.local === 'Router' && item.module === 'express',
          );
        if (fromExpress) {
          creations.push({ call, kind: 'router' });
        }
      }
    }
  }
  if (!creations.some(({ kind }) => kind === 'app')) {
    return [];
  }
  const all = await syntax.files({
    languages: LANGUAGES,
    containing: [
      'express',
      'fastify',
      ...new Set(
        creations
          .flatMap(({ call }) => [call.assignedTo, ...call.enclosing])
          .filter((name): name is string => Boolean(name) && name!.length > 2),
      ),
    ],
  });
  const graph = new RouteGraph(bench.resolver, LANGUAGES, all);
  for (const { call, kind } of creations) {
    await graph.add(newNode(kind, call));
  }
  const reader = new ExpressReader(bench, graph);
  await graph.callsOn((node, method, call, file) =>
    reader.read(node, method, call, file),
  );
  await reader.readChains(all);

  const result: ApplicationFact[] = [];
  for (const node of graph.nodes) {
    if (node.kind !== 'app') {
      continue;
    }
    const { call } = node;
    const file = (await bench.resolver.file(call.path))!;
    const framework = APPS[call.name];
    const app = bench.application(framework, file.language, call);
    const { routes, partial } = graph.compose(node);
    app.routes = routes;
    app.partial = partial;
    app.middleware = node.middleware;
    app.features = reader.features.get(node) ?? [];
    const outer = graph.nodes.find(
      other =>
        other.kind === 'app' &&
        other.mounts.some(mount => mount.target === node),
    );
    if (outer) {
      app.mountedIn = `${outer.call.path}:${outer.name ?? framework}`;
    }
    if (framework === 'express') {
      const off = app.features.some(item => item.kind === 'etag-off');
      if (!off) {
        app.features.push({
          kind: 'etag',
          path: app.path,
          line: app.line,
          note: 'Express answers with an ETag by default',
        });
      }
    }
    app.servesPages = await servesPages(bench, app);
    // An application object that nobody uses serves nothing.
    if (app.routes.length || app.middleware.length) {
      result.push(app);
    }
  }
  return result;
}
