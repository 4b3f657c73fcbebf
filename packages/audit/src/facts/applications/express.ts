import type { SyntaxNode } from '../../syntax/nodes';
import { ArgumentFact, CallFact, FileSyntax } from '../../syntax/schema';
import { Language } from '../inventory/schema';
import {
  argumentNodes,
  dottedName,
  environmentCondition,
  isFunction,
  leadingName,
  lineOf,
  namedChildren,
  nodeOfCall,
  spanOf,
  stringText,
  unwrap,
} from './code';
import { ExpressRouters, isLoaded } from './expressRouters';
import { newNode, RouteGraph, RouterNode } from './RouteGraph';
import { ApplicationFact, FeatureFact, GuardUse, SpanFact } from './schema';
import { Names } from './scriptValues';
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
const MAX_GUARD_TEXT = 4000;
const LIST_READS = ['.findMany(', '.findAll(', '.findAndCount(', '.listAll('];
/** Names of settings that hold an address. */
const PATH_NAME = /(?:path|url|uri|prefix|base|endpoint)$/i;
const PAGE_CALLS = ['.render(', '.sendFile('];

/** Understands calls on applications and routers. */
class ExpressReader {
  readonly features = new Map<RouterNode, FeatureFact[]>();
  /** Applications with a template engine. */
  readonly rendering = new Set<RouterNode>();
  private readonly guards = new Map<RouterNode, string[]>();
  /** What was attached to a node so far: order decides which routes it guards. */
  private readonly before = new Map<RouterNode, GuardUse[]>();

  constructor(
    private readonly bench: Workbench,
    private readonly graph: RouteGraph,
    private readonly routers: ExpressRouters,
  ) {}

  async read(
    node: RouterNode,
    method: string,
    call: CallFact,
    file: FileSyntax,
  ): Promise<void> {
    if (method === 'use') {
      await this.uses(node, call, file);
    } else if (method === 'register') {
      await this.register(node, call, file);
    } else if (method === 'engine') {
      this.rendering.add(node);
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
          await this.push(node, verb, url, call, file, []);
        }
      }
    } else if (METHODS.has(method) && call.args.length > 1) {
      const callNode = nodeOfCall(file, call);
      const [first, ...handlers] = callNode ? argumentNodes(callNode) : [];
      // `app.all('/entries*', entriesRouter)`: the router sees the whole address.
      const last = handlers[handlers.length - 1];
      const [inner] =
        last && !isFunction(unwrap(last))
          ? await this.routers.of(file, call.enclosing, last)
          : [];
      if (inner && inner !== node) {
        this.mount(node, inner, '', call, handlers.slice(0, -1));
        return;
      }
      for (const path of first
        ? await this.paths(file, call, first, node)
        : []) {
        await this.push(node, method, path, call, file, handlers);
      }
    }
  }

  /** `router.route('/x').get(a).post(b)` */
  async readChains(files: readonly FileSyntax[]): Promise<void> {
    for (const file of files) {
      for (const call of file.calls) {
        const method = call.callee.slice(call.callee.lastIndexOf('.') + 1);
        if (!METHODS.has(method) || !call.callee.includes('route(')) {
          continue;
        }
        const callNode = nodeOfCall(file, call);
        const chain = callNode && routeOf(callNode);
        const owner = chain && dottedName(chain.owner);
        const node =
          owner && this.graph.nodeNamed(file.path, call.enclosing, owner);
        if (!callNode || !chain || !node) {
          continue;
        }
        const paths = await this.paths(file, call, chain.path, node);
        for (const path of paths) {
          await this.push(
            node,
            method,
            path,
            // The chain begins lines above the verb.
            { ...call, line: chain.lineOfVerb },
            file,
            [...chain.before, ...argumentNodes(callNode)],
          );
        }
      }
    }
  }

  private setting(node: RouterNode, method: string, call: CallFact) {
    const [name, value] = call.args;
    if (name?.value === 'view engine') {
      this.rendering.add(node);
    }
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
    first: SyntaxNode,
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
      const text = await this.routers.text(file, call.enclosing, item);
      if (text === undefined) {
        node.partial.push(`${call.path}:${call.line}: the path is computed`);
      }
      result.push(text ?? '{…}');
    }
    return result;
  }

  /** Puts a router or an application under another one. */
  private mount(
    node: RouterNode,
    target: RouterNode,
    prefix: string,
    call: CallFact,
    before: SyntaxNode[],
  ) {
    // `all` for several addresses in turn attaches the same router once.
    if (
      node.mounts.some(item => item.target === target && item.prefix === prefix)
    ) {
      return;
    }
    node.mounts.push({
      target,
      prefix,
      guards: [
        ...(this.guards.get(node) ?? []),
        ...before
          .map(item => leadingName(item.text()))
          .filter((item): item is string => Boolean(item)),
      ],
      guardedBy: [
        ...this.ahead(node, call),
        ...before.map(item => guardUse(call, item, 'router')),
      ],
      path: call.path,
      line: call.line,
    });
  }

  private async push(
    node: RouterNode,
    method: string,
    path: string,
    call: CallFact,
    file: FileSyntax,
    handlers: SyntaxNode[],
  ) {
    const at = nodeOfCall(file, call);
    if (at && environmentCondition(at)?.developmentOnly) {
      // Nobody reaches it in production.
      return;
    }
    const flat = handlers.flatMap(item =>
      unwrap(item).kind() === 'array' ? namedChildren(unwrap(item)) : [item],
    );
    const last = flat[flat.length - 1];
    const handler = last && (dottedName(last) ?? leadingName(last.text()));
    const text = last?.text() ?? '';
    if (method === 'all' && callsNext(last) && flat.length) {
      // `app.all('/api/*', requireUser)` lets through what comes later.
      this.remember(
        node,
        flat.map(item =>
          guardUse(call, item, isPlain(path) ? 'application' : 'router', path),
        ),
      );
      return;
    }
    const found = last && (await this.routers.body(file, last));
    const body: SpanFact | undefined =
      found?.span ?? (last && spanOf(file.path, last));
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
      guardedBy: [
        ...this.ahead(node, call),
        ...flat.map(item => guardUse(call, item, 'route')),
      ],
      async: (found?.node.text() ?? text).includes('async '),
      list:
        method === 'get' &&
        LIST_READS.some(word => (found?.node.text() ?? text).includes(word)),
    });
  }

  /** `use`, once for each element where it stands in a loop over a table. */
  private async uses(node: RouterNode, call: CallFact, file: FileSyntax) {
    const loop = await this.routers.loopAround(file, call);
    if (!loop) {
      await this.use(node, call, file);
    } else if (loop.rounds) {
      for (const names of loop.rounds) {
        await this.use(node, call, file, names);
      }
    } else {
      await this.use(node, call, file);
      node.partial.push(
        `${call.path}:${call.line}: what is mounted for each of ${loop.over} was not found`,
      );
    }
  }

  private async use(
    node: RouterNode,
    call: CallFact,
    file: FileSyntax,
    names?: Names,
  ) {
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
    const before: GuardUse[] = [];
    for (const [index, item] of nodes.entries()) {
      const plain = unwrap(item);
      if (index === 0 && nodes.length > 1 && !isFunction(plain)) {
        const kind = plain.kind();
        const text =
          kind === 'array' || kind === 'regex'
            ? namedChildren(plain).map(stringText)[0] ?? '{…}'
            : await this.routers.text(file, call.enclosing, plain, names);
        if (text !== undefined) {
          prefix = text;
          continue;
        }
        if (
          kind === 'string' ||
          kind === 'template_string' ||
          PATH_NAME.test(plain.text())
        ) {
          prefix = '{…}';
          // Files of a folder get theirs below.
          if (!nodes.some(isLoaded)) {
            node.partial.push(
              `${call.path}:${call.line}: the prefix is computed`,
            );
          }
          continue;
        }
      }
      const known = names
        ? undefined
        : await this.graph.nodeOf(file.path, call.enclosing, plain.text());
      const targets = (
        known
          ? [known]
          : await this.routers.of(file, call.enclosing, plain, names)
      ).filter(target => target !== node);
      for (const target of targets) {
        node.mounts.push({
          target,
          prefix: prefix.replace(/:([A-Za-z_]\w*)/g, '{$1}'),
          guards: [...guards],
          guardedBy: [
            ...this.ahead(node, call).filter(
              guard => !before.some(own => sameUse(own, guard)),
            ),
            ...before.map(guard => within(guard, call)),
          ],
          path: call.path,
          line: call.line,
        });
      }
      if (targets.length) {
        continue;
      }
      if (
        !names &&
        (await this.mountFolder(node, call, file, plain, nodes[0], prefix))
      ) {
        continue;
      }
      const unread = await this.routers.unread(file, plain, names);
      if (unread) {
        node.partial.push(`${call.path}:${call.line}: ${unread}`);
      }
      const fact = await this.attach(call, file, plain);
      if (prefix) {
        fact.prefix = prefix;
      }
      node.middleware.push(fact);
      guards.push(fact.name);
      const onlyIf = settingAround(callNode);
      const use: GuardUse = {
        ...guardUse(
          call,
          plain,
          node.kind === 'app' && isPlain(prefix) ? 'application' : 'router',
          prefix || undefined,
        ),
        ...(onlyIf ? { onlyIf } : {}),
      };
      before.push(use);
      this.remember(node, [use]);
      if (!prefix) {
        this.guards.set(node, [...(this.guards.get(node) ?? []), fact.name]);
      }
    }
  }

  /** Puts the routers of a folder whose files are loaded one by one under a node. */
  private async mountFolder(
    node: RouterNode,
    call: CallFact,
    file: FileSyntax,
    loader: SyntaxNode,
    path: SyntaxNode,
    prefix: string,
  ): Promise<boolean> {
    const found = await this.routers.folder(file, loader);
    for (const { target, name, variable } of found) {
      if (node.mounts.some(item => item.target === target)) {
        continue;
      }
      const own = path.text().includes(variable)
        ? addressWith(path, variable, name)
        : prefix;
      this.mount(node, target, own, call, []);
    }
    return found.length > 0;
  }

  /** What runs before something that is attached now. */
  private ahead(node: RouterNode, call: CallFact): GuardUse[] {
    return (this.before.get(node) ?? []).map(use => within(use, call));
  }

  private remember(node: RouterNode, uses: GuardUse[]) {
    this.before.set(node, [...(this.before.get(node) ?? []), ...uses]);
  }

  private async attach(call: CallFact, file: FileSyntax, node: SyntaxNode) {
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

function sameUse(a: GuardUse, b: GuardUse): boolean {
  return a.path === b.path && a.line === b.line && a.text === b.text;
}

/** Behind the same condition as what it guards, a guard always runs. */
function within(use: GuardUse, call: CallFact): GuardUse {
  const { onlyIf, ...always } = use;
  return onlyIf &&
    use.path === call.path &&
    call.line >= onlyIf.line &&
    call.line <= onlyIf.endLine
    ? always
    : use;
}

/** `if (config.useBasicAuth)` without an alternative around a call, within its function. */
function settingAround(call: SyntaxNode): GuardUse['onlyIf'] {
  for (const ancestor of call.ancestors()) {
    if (isFunction(ancestor)) {
      return undefined;
    }
    const isIf = ancestor.kind() === 'if_statement';
    const isAnd =
      ancestor.kind() === 'binary_expression' &&
      ancestor.field('operator')?.text() === '&&';
    const condition = isIf
      ? ancestor.field('condition')
      : isAnd && ancestor.field('left');
    if (
      condition &&
      !ancestor.field('alternative') &&
      !environmentCondition(call)
    ) {
      const { start, end } = ancestor.range();
      return {
        text: unwrap(condition).text().replace(/\s+/g, ' ').slice(0, 80),
        line: start.line + 1,
        endLine: end.line + 1,
      };
    }
  }
  return undefined;
}

/** Address of one file of a folder: `/${name}`, `'/' + name`. */
function addressWith(path: SyntaxNode, variable: string, name: string): string {
  const text = path.text();
  return text.startsWith('`')
    ? text.slice(1, -1).split(`\${${variable}}`).join(name)
    : `/${name}`;
}

function guardUse(
  call: CallFact,
  node: SyntaxNode,
  level: GuardUse['level'],
  prefix?: string,
): GuardUse {
  return {
    text: node.text().slice(0, MAX_GUARD_TEXT),
    how: 'middleware',
    path: call.path,
    line: lineOf(node),
    scope: call.enclosing,
    level,
    ...(prefix === undefined || isPlain(prefix) ? {} : { prefix }),
  };
}

/** The `route('/x')` at the front of a chain of verbs, with what its `all` puts before them. */
function routeOf(call: SyntaxNode):
  | {
      owner: SyntaxNode;
      path: SyntaxNode;
      before: SyntaxNode[];
      lineOfVerb: number;
    }
  | undefined {
  const verb = call.field('function')?.field('property');
  const before: SyntaxNode[] = [];
  let current = call.field('function')?.field('object');
  for (let depth = 0; current && depth < 30; depth++) {
    const callee: SyntaxNode | null = current.field('function');
    const owner: SyntaxNode | null | undefined = callee?.field('object');
    const name = callee?.field('property')?.text() ?? '';
    const args = argumentNodes(current);
    if (!callee || !owner) {
      return undefined;
    }
    if (name === 'route') {
      return args[0]
        ? { owner, path: args[0], before, lineOfVerb: lineOf(verb ?? call) }
        : undefined;
    }
    if (name === 'all' && args.every(callsNext)) {
      before.unshift(...args);
    } else if (!METHODS.has(name)) {
      return undefined;
    }
    current = owner;
  }
  return undefined;
}

/** Applications that are members of an object: `const app = server.app`, `server.app.use(…)`. */
async function bindMembers(
  graph: RouteGraph,
  routers: ExpressRouters,
  files: readonly FileSyntax[],
) {
  const fields = new Set(
    graph.nodes.flatMap(node =>
      node.bindings
        .filter(item => item.name.startsWith('this.'))
        .map(item => item.name.slice('this.'.length)),
    ),
  );
  if (!fields.size) {
    return;
  }
  const isMember = (text: string) => {
    const dot = text.lastIndexOf('.');
    return (
      dot > 0 &&
      fields.has(text.slice(dot + 1)) &&
      !text.startsWith('this.') &&
      text.length < 100
    );
  };
  for (const file of files) {
    for (const { target, text, enclosing } of file.assignments) {
      if (!isMember(text) || !/^[\w$.]+$/.test(target)) {
        continue;
      }
      const declared = file.root.find({
        rule: {
          any: [
            {
              kind: 'variable_declarator',
              has: {
                field: 'name',
                regex: `^${target.replace(/[$.]/g, '\\$&')}$`,
              },
            },
            {
              kind: 'assignment_expression',
              has: {
                field: 'left',
                regex: `^${target.replace(/[$.]/g, '\\$&')}$`,
              },
            },
          ],
        },
      });
      const value = declared?.field('value') ?? declared?.field('right');
      for (const node of value
        ? await routers.of(file, enclosing, value)
        : []) {
        await graph.bind(node, {
          path: file.path,
          scope: enclosing,
          name: target,
        });
      }
    }
    for (const call of file.calls) {
      const dot = call.callee.lastIndexOf('.');
      const name = call.callee.slice(0, Math.max(dot, 0));
      if (!isMember(name) || graph.nodeNamed(file.path, call.enclosing, name)) {
        continue;
      }
      const object = nodeOfCall(file, call)?.field('function')?.field('object');
      for (const node of object
        ? await routers.of(file, call.enclosing, object)
        : []) {
        await graph.bind(node, {
          path: file.path,
          scope: call.enclosing,
          name,
        });
      }
    }
  }
}

/** `require(path.join(dir, file))(app)`: what a folder's files attach cannot be read. */
function noteLoaders(graph: RouteGraph, files: readonly FileSyntax[]) {
  for (const file of files) {
    for (const call of file.calls) {
      if (!call.callee.startsWith('require(')) {
        continue;
      }
      const callee = nodeOfCall(file, call)?.field('function');
      for (const { text } of callee && isLoaded(callee) ? call.args : []) {
        graph
          .nodeNamed(file.path, call.enclosing, text)
          ?.partial.push(
            `${call.path}:${call.line}: route files are loaded at run time`,
          );
      }
    }
  }
}

/** The application around a node, through the routers between them. */
function outerOf(
  graph: RouteGraph,
  node: RouterNode,
  seen = new Set<RouterNode>(),
): RouterNode | undefined {
  seen.add(node);
  for (const other of graph.nodes) {
    if (seen.has(other) || !other.mounts.some(item => item.target === node)) {
      continue;
    }
    const outer = other.kind === 'app' ? other : outerOf(graph, other, seen);
    if (outer) {
      return outer;
    }
  }
  return undefined;
}

/** Whether an address means everything. */
function isPlain(path: string): boolean {
  return /^\/?(?:\(?\.?\*\)?)?$/.test(path);
}

/** Whether a handler hands on: something named, or a function with a third parameter that it calls. */
function callsNext(node: SyntaxNode | undefined): boolean {
  const plain = node && unwrap(node);
  return Boolean(
    plain &&
      (isFunction(plain)
        ? /\bnext\s*\(/.test(plain.text())
        : dottedName(plain) || plain.kind() === 'call_expression'),
  );
}

async function servesPages(
  bench: Workbench,
  app: ApplicationFact,
): Promise<boolean> {
  const paths = new Set([
    app.path,
    ...app.routes.flatMap(route =>
      route.body ? [route.path, route.body.path] : [route.path],
    ),
  ]);
  for (const path of paths) {
    const text = (await bench.resolver.file(path))?.text ?? '';
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
  const routers = new ExpressRouters(bench, graph, all);
  await routers.index();
  await bindMembers(graph, routers, all);
  const reader = new ExpressReader(bench, graph, routers);
  await graph.callsOn((node, method, call, file) =>
    reader.read(node, method, call, file),
  );
  await reader.readChains(all);
  noteLoaders(graph, all);

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
    const outer = outerOf(graph, node);
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
    app.servesPages =
      reader.rendering.has(node) ||
      // What is mounted renders with its own engine.
      graph.nodes.some(
        inner => reader.rendering.has(inner) && outerOf(graph, inner) === node,
      ) ||
      (await servesPages(bench, app));
    // An application object that nobody uses serves nothing.
    if (app.routes.length || app.middleware.length) {
      result.push(app);
    }
  }
  return result;
}
