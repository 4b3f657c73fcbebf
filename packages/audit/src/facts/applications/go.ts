import type { SyntaxNode } from '../../syntax/nodes';
import { FileSyntax } from '../../syntax/schema';
import {
  argumentNodes,
  joinPaths,
  lineOf,
  endLineOf,
  namedChildren,
  nodesOfKind,
  spanOf,
  stringText,
} from './code';
import { sortRoutes } from './RouteGraph';
import { ApplicationFact, GuardUse, MiddlewareFact, RouteFact } from './schema';
import { resolvedName, Workbench } from './Workbench';

/** Calls that make a router, by the last segment of the import path and the function. */
const CREATORS: Record<string, string> = {
  'chi.NewRouter': 'chi',
  'chi.NewMux': 'chi',
  'gin.Default': 'gin',
  'gin.New': 'gin',
  'echo.New': 'echo',
  'fiber.New': 'fiber',
  'mux.NewRouter': 'gorilla',
  'http.NewServeMux': 'net/http',
};
const METHODS = new Map(
  ['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options'].flatMap(name => [
    [name, name.toUpperCase()] as const,
    [name.toUpperCase(), name.toUpperCase()] as const,
  ]),
);
const ANY = new Set(['Any', 'All', 'Handle', 'HandleFunc', 'HandlerFunc']);
const GROUPS = new Set(['Group', 'Route', 'PathPrefix']);
const MAX_DEPTH = 12;

interface Router {
  app: ApplicationFact;
  prefix: string;
  guards: string[];
  guardedBy: GuardUse[];
  at?: { path: string; line: number };
}

type Names = Map<string, Router>;

class GoReader {
  private readonly apps = new Map<string, ApplicationFact>();
  private readonly seen = new Set<string>();

  constructor(
    private readonly bench: Workbench,
    private readonly files: readonly FileSyntax[],
  ) {}

  result(): ApplicationFact[] {
    return [...this.apps.values()]
      .filter(app => app.routes.length)
      .map(app => ({ ...app, routes: sortRoutes(app.routes) }));
  }

  /** Reads the body of a function with what its names are known to be. */
  function(file: FileSyntax, made: SyntaxNode, names: Names, depth: number) {
    const body = made.field('body');
    if (body && depth < MAX_DEPTH) {
      this.block(file, body, new Map(names), depth);
    }
  }

  private block(
    file: FileSyntax,
    node: SyntaxNode,
    names: Names,
    depth: number,
  ) {
    for (const child of namedChildren(node)) {
      const kind = child.kind();
      if (kind === 'short_var_declaration' || kind === 'assignment_statement') {
        const left = child.field('left')?.text();
        const right = child.field('right');
        const value = right && namedChildren(right)[0];
        if (left && value) {
          const router = this.value(file, value, names, left, depth);
          if (router) {
            names.set(left, router);
            continue;
          }
        }
      }
      if (kind === 'call_expression') {
        this.call(file, child, names, depth);
        continue;
      }
      this.block(file, child, names, depth);
    }
  }

  /** The router that an expression makes. */
  private value(
    file: FileSyntax,
    node: SyntaxNode,
    names: Names,
    name: string,
    depth: number,
  ): Router | undefined {
    if (node.kind() !== 'call_expression') {
      return names.get(node.text());
    }
    const callee = node.field('function')?.text() ?? '';
    const framework = this.creator(file, callee);
    if (framework) {
      const id = `${file.path}:${name}:${lineOf(node)}`;
      let app = this.apps.get(id);
      if (!app) {
        app = this.bench.application('go-http', 'go', {
          path: file.path,
          line: lineOf(node),
          endLine: endLineOf(node),
          assignedTo: name,
        });
        app.settings.push({
          name: 'framework',
          text: framework,
          value: framework,
          path: file.path,
          line: lineOf(node),
        });
        this.apps.set(id, app);
      }
      return { app, prefix: '', guards: [], guardedBy: [] };
    }
    const dot = callee.lastIndexOf('.');
    const owner = names.get(callee.slice(0, dot));
    const method = callee.slice(dot + 1);
    if (owner && GROUPS.has(method)) {
      return this.group(file, node, owner, names, depth);
    }
    if (owner && (method === 'Subrouter' || method === 'With')) {
      return {
        ...owner,
        guards: [
          ...owner.guards,
          ...argumentNodes(node).map(item => item.text().slice(0, 60)),
        ],
        guardedBy: [
          ...owner.guardedBy,
          ...argumentNodes(node)
            .filter(() => method === 'With')
            .map(item => this.guardUse(file, item, 'route')),
        ],
      };
    }
    // gorilla: `r.PathPrefix("/v1").Subrouter()`
    const inner = node.field('function')?.field('operand');
    if (inner?.kind() === 'call_expression') {
      return this.value(file, inner, names, name, depth);
    }
    return this.inCall(file, node, names, depth);
  }

  private creator(file: FileSyntax, callee: string): string | undefined {
    const [local, ...rest] = callee.split('.');
    const module =
      file.imports.find(item => item.local === local)?.module ?? local;
    const last = module
      .split('/')
      .filter(item => !/^v\d+$/.test(item))
      .pop();
    return CREATORS[`${last}.${rest.join('.')}`];
  }

  private group(
    file: FileSyntax,
    node: SyntaxNode,
    owner: Router,
    names: Names,
    depth: number,
  ): Router {
    const args = argumentNodes(node);
    const prefix = args[0] && stringText(args[0]);
    const router: Router = {
      ...owner,
      prefix: joinPaths(owner.prefix, prefix),
      guards: [...owner.guards],
      guardedBy: [...owner.guardedBy],
      ...(prefix ? { at: { path: file.path, line: lineOf(node) } } : {}),
    };
    for (const item of args) {
      if (item.kind() === 'func_literal') {
        const parameter = parameterNames(item)[0];
        const body = item.field('body');
        if (parameter && body && depth < MAX_DEPTH) {
          this.block(
            file,
            body,
            new Map(names).set(parameter, router),
            depth + 1,
          );
        }
      } else if (stringText(item) === undefined) {
        router.guards.push(item.text().slice(0, 60));
        router.guardedBy.push(this.guardUse(file, item, 'router'));
      }
    }
    return router;
  }

  private call(
    file: FileSyntax,
    node: SyntaxNode,
    names: Names,
    depth: number,
  ) {
    const callee = node.field('function')?.text() ?? '';
    const dot = callee.lastIndexOf('.');
    const method = callee.slice(dot + 1);
    const chained = node.field('function')?.field('operand');
    const owner =
      names.get(callee.slice(0, dot)) ??
      // `router.With(onlyStaff).Post("/rules", …)`
      (chained?.kind() === 'call_expression' && METHODS.has(method)
        ? this.value(file, chained, names, '', depth)
        : undefined);
    const args = argumentNodes(node);
    if (owner) {
      if (GROUPS.has(method)) {
        this.group(file, node, owner, names, depth);
        return;
      }
      if (method === 'Use') {
        for (const item of args) {
          owner.app.middleware.push(this.middleware(file, item, owner));
          owner.guards.push(leading(item));
          owner.guardedBy.push(
            this.guardUse(file, item, owner.prefix ? 'router' : 'application'),
          );
        }
        return;
      }
      if (method === 'Mount') {
        const prefix = args[0] && stringText(args[0]);
        const target = args[1];
        const made = target && this.calledFunction(file, target);
        if (made) {
          this.mounted(
            made.file,
            made.node,
            { ...owner, prefix: joinPaths(owner.prefix, prefix) },
            depth,
          );
        }
        return;
      }
      if (METHODS.has(method) || ANY.has(method)) {
        this.route(file, node, owner, METHODS.get(method) ?? '*', args);
        return;
      }
    }
    // `http.HandleFunc("/x", …)` is the default mux.
    if (
      (callee === 'http.HandleFunc' || callee === 'http.Handle') &&
      args.length === 2
    ) {
      this.route(file, node, this.defaultMux(file, node), '*', args);
      return;
    }
    // gorilla: `r.HandleFunc("/x", h).Methods("GET")`; the inner call is the route.
    const inner = node.field('function')?.field('operand');
    if (inner?.kind() === 'call_expression') {
      const innerCallee = inner.field('function')?.text() ?? '';
      const innerOwner = names.get(
        innerCallee.slice(0, innerCallee.lastIndexOf('.')),
      );
      if (
        innerOwner &&
        method === 'Methods' &&
        ANY.has(innerCallee.slice(innerCallee.lastIndexOf('.') + 1))
      ) {
        for (const verb of args.map(
          item =>
            stringText(item) ??
            item
              .text()
              .replace(/^.*Method/, '')
              .toUpperCase(),
        )) {
          this.route(file, inner, innerOwner, verb, argumentNodes(inner));
        }
        return;
      }
      this.call(file, inner, names, depth);
    }
    this.inCall(file, node, names, depth);
    for (const item of args) {
      if (item.kind() === 'func_literal') {
        const body = item.field('body');
        if (body && depth < MAX_DEPTH) {
          this.block(file, body, new Map(names), depth + 1);
        }
      }
    }
  }

  /** A router that is handed to a function of the same package lives on in its parameter. */
  private inCall(
    file: FileSyntax,
    node: SyntaxNode,
    names: Names,
    depth: number,
  ): Router | undefined {
    const args = argumentNodes(node);
    const index = args.findIndex(item => names.has(item.text()));
    if (index < 0 || depth > MAX_DEPTH) {
      return undefined;
    }
    const made = this.calledFunction(file, node);
    const parameter = made && parameterNames(made.node)[index];
    const router = names.get(args[index].text())!;
    if (made && parameter) {
      const key = `${made.file.path}:${lineOf(made.node)}:${router.app.id}:${
        router.prefix
      }`;
      if (!this.seen.has(key)) {
        this.seen.add(key);
        this.function(
          made.file,
          made.node,
          new Map([[parameter, router]]),
          depth + 1,
        );
      }
    }
    return undefined;
  }

  /** A function that makes a router of its own, mounted under a prefix: its routes belong to the outer one. */
  private mounted(
    file: FileSyntax,
    made: SyntaxNode,
    owner: Router,
    depth: number,
  ) {
    const before = new Set(this.apps.keys());
    this.function(file, made, new Map(), depth + 1);
    for (const [id, app] of this.apps) {
      const inside =
        app.path === file.path &&
        app.line >= lineOf(made) &&
        app.line <= endLineOf(made);
      if (inside) {
        for (const route of app.routes) {
          owner.app.routes.push({
            ...route,
            fullPath: joinPaths(owner.prefix, route.fullPath),
            guardedBy: [...owner.guardedBy, ...route.guardedBy],
            composedAt: owner.at ?? route.composedAt,
          });
        }
        this.apps.delete(id);
        before.delete(id);
      }
    }
  }

  private calledFunction(
    file: FileSyntax,
    node: SyntaxNode,
  ): { file: FileSyntax; node: SyntaxNode } | undefined {
    const callee =
      (node.kind() === 'call_expression'
        ? node.field('function')
        : node
      )?.text() ?? '';
    const name = callee.split('.').pop()!;
    const qualifier = callee.includes('.') ? callee.split('.')[0] : undefined;
    const module =
      qualifier && file.imports.find(item => item.local === qualifier)?.module;
    const folder = (path: string) => path.split('/').slice(0, -1).join('/');
    for (const other of this.files) {
      const same = module
        ? folder(other.path) !== '' &&
          module.endsWith(folder(other.path).split('/').pop()!)
        : folder(other.path) === folder(file.path);
      if (!same) {
        continue;
      }
      for (const kind of ['function_declaration', 'method_declaration']) {
        const found = nodesOfKind(other.root, kind).find(
          item => item.field('name')?.text() === name,
        );
        if (found) {
          return { file: other, node: found };
        }
      }
    }
    return undefined;
  }

  private guardUse(
    file: FileSyntax,
    node: SyntaxNode,
    level: GuardUse['level'],
  ): GuardUse {
    const inline = node.kind() === 'func_literal';
    const own = inline ? undefined : this.calledFunction(file, node);
    const definedAt = own && spanOf(own.file.path, own.node);
    return {
      text: node.text().slice(0, 2000),
      how: 'middleware',
      path: file.path,
      line: lineOf(node),
      level,
      ...(definedAt ? { definedAt } : {}),
    };
  }

  private defaultMux(file: FileSyntax, node: SyntaxNode): Router {
    const folder = file.path.split('/').slice(0, -1).join('/');
    const id = `${folder}:http.DefaultServeMux`;
    let app = this.apps.get(id);
    if (!app) {
      app = this.bench.application('go-http', 'go', {
        path: file.path,
        line: lineOf(node),
        endLine: endLineOf(node),
        assignedTo: 'http.DefaultServeMux',
      });
      this.apps.set(id, app);
    }
    return { app, prefix: '', guards: [], guardedBy: [] };
  }

  private route(
    file: FileSyntax,
    node: SyntaxNode,
    owner: Router,
    method: string,
    args: SyntaxNode[],
  ) {
    const path = args[0] && stringText(args[0]);
    if (path === undefined) {
      owner.app.partial.push(
        `${file.path}:${lineOf(node)}: the path is computed`,
      );
    }
    // Go 1.22: `mux.HandleFunc("GET /users/{id}", …)`
    const [, verb, rest] = /^(?:([A-Z]+)\s+)?(.*)$/.exec(path ?? '{…}') ?? [];
    const handler = args[args.length - 1];
    const route: RouteFact = {
      method: verb ?? method,
      fullPath: joinPaths(
        owner.prefix,
        (rest ?? '').replace(/:([A-Za-z_]\w*)/g, '{$1}'),
      ),
      path: file.path,
      line: lineOf(node),
      ...(handler && args.length > 1 ? { handler: leading(handler) } : {}),
      ...(handler?.kind() === 'func_literal'
        ? { body: spanOf(file.path, handler) }
        : {}),
      parameters: [],
      guards: [...owner.guards, ...args.slice(1, -1).map(leading)],
      guardedBy: [
        ...owner.guardedBy,
        // Gin takes middleware before the handler, echo after it; a handler may be wrapped in one as well.
        ...args.slice(1).map(item => this.guardUse(file, item, 'route')),
      ],
      async: false,
      list: false,
      ...(owner.at ? { composedAt: owner.at } : {}),
    };
    if (handler && handler.kind() !== 'func_literal') {
      const own = this.calledFunction(file, handler);
      if (own) {
        route.body = spanOf(own.file.path, own.node);
      }
    }
    owner.app.routes.push(route);
  }

  private middleware(
    file: FileSyntax,
    node: SyntaxNode,
    owner: Router,
  ): MiddlewareFact {
    const text = node.text();
    const call = file.calls.find(
      item =>
        item.line === lineOf(node) &&
        text.startsWith(item.callee) &&
        node.kind() === 'call_expression',
    );
    const own =
      node.kind() === 'func_literal'
        ? undefined
        : this.calledFunction(file, node);
    return {
      name:
        node.kind() === 'func_literal' ? 'inline' : resolvedName(file, text),
      path: file.path,
      line: lineOf(node),
      endLine: endLineOf(node),
      args: call?.args ?? [],
      ...(owner.prefix && owner.prefix !== '/' ? { prefix: owner.prefix } : {}),
      ...(node.kind() === 'func_literal'
        ? { definedAt: [spanOf(file.path, node)] }
        : {}),
      ...(own ? { definedAt: [spanOf(own.file.path, own.node)] } : {}),
    };
  }
}

function leading(node: SyntaxNode): string {
  return /^[\w.]+/.exec(node.text())?.[0] ?? 'inline';
}

function parameterNames(made: SyntaxNode): string[] {
  const list = made.field('parameters');
  return list
    ? namedChildren(list).flatMap(item =>
        namedChildren(item)
          .filter(child => child.kind() === 'identifier')
          .map(child => child.text()),
      )
    : [];
}

/** Go servers: net/http, chi, gin, echo, gorilla/mux, fiber. */
export async function readGo(bench: Workbench): Promise<ApplicationFact[]> {
  const files = await bench.context.syntax.files({
    languages: ['go'],
    containing: ['net/http', 'chi.', 'gin.', 'echo.', 'mux.', 'fiber.'],
  });
  if (!files.length) {
    return [];
  }
  const reader = new GoReader(bench, files);
  for (const file of files) {
    for (const made of nodesOfKind(file.root, 'function_declaration')) {
      reader.function(file, made, new Map(), 0);
    }
    for (const made of nodesOfKind(file.root, 'method_declaration')) {
      reader.function(file, made, new Map(), 0);
    }
  }
  return reader.result();
}
