import { CallFact, FileSyntax } from '../../syntax/schema';
import { Language } from '../inventory/schema';
import {
  dottedName,
  isWithin,
  joinPaths,
  leadingName,
  mentions,
  nodeOfCall,
  unwrap,
} from './code';
import { defaultExport, Resolver } from './Resolver';
import { GuardUse, MiddlewareFact, RouteFact } from './schema';
import {
  isParameterProperty,
  patternNames,
  parametersOf,
  ScriptValues,
} from './scriptValues';

/** A name under which an object is known in a scope of a file. */
export interface Binding {
  path: string;
  scope: readonly string[];
  name: string;
}

/** A route before the prefixes of its routers are known. */
export type OwnRoute = Omit<
  RouteFact,
  'fullPath' | 'composedAt' | 'attachedAt' | 'guardedBy'
> & {
  ownPath: string;
  guardedBy?: GuardUse[];
};

/** One router put under another. */
export interface Mount {
  target: RouterNode;
  prefix: string;
  guards: string[];
  guardedBy?: GuardUse[];
  path: string;
  line: number;
}

/** An application or a router with everything that was attached to it. */
export interface RouterNode {
  kind: 'app' | 'router';
  /** Call that makes it. */
  call: CallFact;
  name?: string;
  prefix: string;
  guards: string[];
  /** What runs before everything below. */
  guardedBy: GuardUse[];
  routes: OwnRoute[];
  mounts: Mount[];
  middleware: MiddlewareFact[];
  bindings: Binding[];
  partial: string[];
}

const MAX_BINDINGS = 300;
const MAX_ROUTES = 5000;
const MAX_DEPTH = 12;
const MAX_CHAIN = 60;
/** Methods of Express that give the application or router back. */
const CHAINED = new Set(
  'use get post put patch delete head options all set enable disable engine param'.split(
    ' ',
  ),
);
const MAX_OBJECT_TEXT = 2000;

const bindingKey = ({ path, scope, name }: Binding) =>
  `${path}\n${scope.join('.')}\n${name}`;

export const newNode = (
  kind: RouterNode['kind'],
  call: CallFact,
): RouterNode => ({
  kind,
  call,
  name: call.assignedTo,
  prefix: '',
  guards: [],
  guardedBy: [],
  routes: [],
  mounts: [],
  middleware: [],
  bindings: [],
  partial: [],
});

/** Where a call is given a name: as an argument, as a member of one, or of an object that is an argument. */
function givenAs(
  call: CallFact,
  name: string,
): { position: number; member: string } | undefined {
  const dot = name.indexOf('.');
  const owner =
    dot > 0 && !/^(?:this|self)\./.test(name) ? name.slice(0, dot) : undefined;
  for (const [position, item] of call.args.entries()) {
    if (item.text === name) {
      return { position, member: '' };
    }
    if (owner && item.text === owner) {
      return { position, member: name.slice(dot) };
    }
    const entry = item.entries?.find(
      candidate => candidate.name && candidate.text === name,
    );
    if (entry && item.text.startsWith('{')) {
      return { position, member: `.${entry.name}` };
    }
  }
  return undefined;
}

/** `const environment = { app, config }`: objects of JavaScript that carry a name as a member. */
function heldBy(file: FileSyntax, { name, scope }: Binding): Binding[] {
  if (file.language === 'python' || !/^[\w$]+$/.test(name)) {
    return [];
  }
  const member = new RegExp(
    `(?:^\\{|,)\\s*(?:(\\w+)\\s*:\\s*)?${name.replace(
      /\$/g,
      '\\$',
    )}\\s*(?=,|\\}$)`,
  );
  return file.assignments.flatMap(assignment => {
    const found =
      assignment.text.startsWith('{') &&
      assignment.text.length < MAX_OBJECT_TEXT &&
      isWithin(assignment.enclosing, scope) &&
      /^[\w$]+$/.test(assignment.target)
        ? member.exec(assignment.text)
        : null;
    return found
      ? [
          {
            path: file.path,
            scope: assignment.enclosing,
            name: `${assignment.target}.${found[1] ?? name}`,
          },
        ]
      : [];
  });
}

/** Applications and routers of one language, with the names under which the code knows them. */
export class RouteGraph {
  readonly nodes: RouterNode[] = [];
  private scripts: ScriptValues | undefined;
  private importers:
    | Map<string, { file: FileSyntax; local: string }[]>
    | undefined;

  constructor(
    readonly resolver: Resolver,
    private readonly languages: Language[],
    /** Files that can take part: those that name the framework or import from one that does. */
    private readonly files: readonly FileSyntax[],
  ) {}

  /** Takes up a node and finds all the names it gets. */
  async add(node: RouterNode): Promise<void> {
    this.nodes.push(node);
    const { call } = node;
    const file = await this.resolver.file(call.path);
    if (!file) {
      return;
    }
    const start: Binding[] = [];
    if (call.assignedTo) {
      start.push({
        path: call.path,
        scope: bindingScope(call),
        name: call.assignedTo,
      });
    }
    const owner = call.enclosing[call.enclosing.length - 1];
    if (owner && file.classes.some(item => item.name === owner)) {
      // A field of a class: its methods say `this.app`.
      const own = file.path.endsWith('.py') ? 'self' : 'this';
      start.push({
        path: call.path,
        scope: call.enclosing,
        name: `${own}.${call.assignedTo}`,
      });
    }
    node.bindings = await this.follow(start, call);
  }

  private async follow(
    start: Binding[],
    created: CallFact,
  ): Promise<Binding[]> {
    const found = new Map(start.map(item => [bindingKey(item), item]));
    const queue = [...start];
    const push = (binding: Binding) => {
      const key = bindingKey(binding);
      if (!found.has(key) && found.size < MAX_BINDINGS) {
        found.set(key, binding);
        queue.push(binding);
      }
    };
    // `return FastAPI()`: the object has a name only where the function is called.
    if (!created.assignedTo && created.enclosing.length) {
      for (const caller of await this.callersOf(
        created.path,
        created.enclosing,
      )) {
        push(caller);
      }
    }
    for (let binding = queue.shift(); binding; binding = queue.shift()) {
      const file = await this.resolver.file(binding.path);
      if (!file) {
        continue;
      }
      const { name, scope } = binding;
      for (const call of file.calls) {
        if (!isWithin(call.enclosing, scope)) {
          continue;
        }
        const given = givenAs(call, name);
        if (given) {
          const { position, member } = given;
          const target = await this.resolver.function(call.path, call.callee);
          const argument = call.args[position];
          const parameter = argument.name
            ? target?.parameters.find(item => item.name === argument.name)
            : target?.parameters[position];
          if (target && parameter) {
            push({
              path: target.path,
              scope: [...target.enclosing, target.name],
              // `({ app }) => …` takes the member by its name.
              name: /^\{/.test(parameter.name)
                ? member.slice(1)
                : parameter.name + member,
            });
          } else if (!target && !file.path.endsWith('.py')) {
            for (const taker of await this.takers(file, call, position)) {
              push({ ...taker, name: taker.name + member });
            }
          }
        }
      }
      for (const holder of heldBy(file, binding)) {
        push(holder);
      }
      for (const assignment of file.assignments) {
        if (
          assignment.text === name &&
          assignment.target !== name &&
          isWithin(assignment.enclosing, scope) &&
          /^[\w$.]+$/.test(assignment.target)
        ) {
          push({
            path: file.path,
            // A field lives as long as its class.
            scope: /^(?:this|self)\./.test(assignment.target)
              ? assignment.enclosing.slice(0, -1)
              : assignment.enclosing,
            name: assignment.target,
          });
        }
      }
      if (scope.length === 0) {
        for (const importer of await this.importersOf(file, name)) {
          push(importer);
        }
      } else if (returnsName(file, scope, name)) {
        for (const caller of await this.callersOf(binding.path, scope)) {
          push(caller);
        }
      }
    }
    return [...found.values()];
  }

  /** Gives a node one more name, with all that follow from it. */
  async bind(node: RouterNode, binding: Binding): Promise<void> {
    const known = new Set(node.bindings.map(bindingKey));
    if (!known.has(bindingKey(binding))) {
      for (const found of await this.follow([binding], node.call)) {
        if (!known.has(bindingKey(found))) {
          node.bindings.push(found);
        }
      }
    }
  }

  /** Parameters of functions without a name, methods and constructors of JavaScript that take an argument. */
  private async takers(
    file: FileSyntax,
    call: CallFact,
    position: number,
  ): Promise<Binding[]> {
    this.scripts = this.scripts ?? new ScriptValues(this.resolver);
    const node = nodeOfCall(file, call);
    const callee = node?.field('function') ?? node?.field('constructor');
    const result: Binding[] = [];
    for (const made of callee
      ? await this.scripts.functions(file, callee)
      : []) {
      const parameter = parametersOf(made.node)[position];
      const body = made.node.field('body');
      if (!parameter || !body) {
        continue;
      }
      const scope = made.file.enclosingOf(body);
      for (const name of patternNames(parameter)) {
        result.push({ path: made.file.path, scope, name });
        // `constructor(private readonly app: Application)`
        if (parameter.children().some(isParameterProperty)) {
          result.push({
            path: made.file.path,
            scope: scope.slice(0, -1),
            name: `this.${name}`,
          });
        }
      }
    }
    return result;
  }

  /** Names that take the result of a function. */
  private async callersOf(
    path: string,
    scope: readonly string[],
  ): Promise<Binding[]> {
    const name = scope[scope.length - 1];
    const result: Binding[] = [];
    for (const file of this.files) {
      for (const call of file.calls) {
        const last = call.callee.split('.').pop();
        if (
          last !== name &&
          !call.callee.startsWith('require(') &&
          !file.imports.some(item => item.local === call.callee)
        ) {
          continue;
        }
        if (!call.assignedTo) {
          continue;
        }
        const target = await this.resolver.function(file.path, call.callee);
        if (target?.path === path && target.name === name) {
          result.push({
            path: file.path,
            scope: bindingScope(call),
            name: call.assignedTo,
          });
        }
      }
    }
    return result;
  }

  /** Names that a file's top-level name has in the files that import it. */
  private async importersOf(
    file: FileSyntax,
    name: string,
  ): Promise<Binding[]> {
    if (!this.importers) {
      this.importers = new Map();
      for (const other of this.files) {
        for (const imported of other.imports) {
          if (imported.typeOnly || imported.imported === '*') {
            continue;
          }
          const place = await this.resolver.symbol(other.path, imported.local);
          if (place && place.name !== '*' && place.path !== other.path) {
            const key = `${place.path}\n${place.name}`;
            const list = this.importers.get(key) ?? [];
            list.push({ file: other, local: imported.local });
            this.importers.set(key, list);
          }
        }
      }
    }
    const names = [name];
    if (!file.path.endsWith('.py') && defaultExport(file) === name) {
      names.push('default');
    }
    return names.flatMap(item =>
      (this.importers!.get(`${file.path}\n${item}`) ?? []).map(importer => ({
        path: importer.file.path,
        scope: [],
        name: importer.local,
      })),
    );
  }

  /** The node that a name means in a scope; the innermost binding wins. */
  nodeNamed(
    path: string,
    scope: readonly string[],
    name: string,
  ): RouterNode | undefined {
    let best: { node: RouterNode; depth: number } | undefined;
    for (const node of this.nodes) {
      for (const binding of node.bindings) {
        if (
          binding.path === path &&
          binding.name === name &&
          isWithin(scope, binding.scope) &&
          (!best || binding.scope.length > best.depth)
        ) {
          best = { node, depth: binding.scope.length };
        }
      }
    }
    return best?.node;
  }

  /** The node that an expression means: a name, a member of a module, or a function that makes a router. */
  async nodeOf(
    path: string,
    scope: readonly string[],
    text: string,
  ): Promise<RouterNode | undefined> {
    const required = /^require\(\s*['"]([^'"]+)['"]\s*\)/.exec(text);
    if (required) {
      return this.exportedNode(
        this.resolver.module(path, required[1]),
        'default',
      );
    }
    const name = leadingName(text);
    if (!name) {
      return undefined;
    }
    const isCall = text.slice(name.length).trimStart().startsWith('(');
    if (!isCall) {
      const direct = this.nodeNamed(path, scope, name);
      if (direct) {
        return direct;
      }
      const place = await this.resolver.dotted(path, name);
      if (!place) {
        return undefined;
      }
      return place.name === '*'
        ? this.exportedNode(place.path, 'default')
        : this.nodeNamed(place.path, [], place.name) ??
            this.exportedNode(place.path, place.name);
    }
    // `app.include_router(self.router())`
    const method = /^self\.(\w+)$/.exec(name)?.[1];
    const made = method
      ? (await this.resolver.file(path))?.functions.find(
          item => item.name === method && isWithin(scope, item.enclosing),
        )
      : await this.resolver.function(path, name);
    if (made) {
      return this.madeIn(made.path, [...made.enclosing, made.name]);
    }
    return undefined;
  }

  private madeIn(
    path: string,
    scope: readonly string[],
  ): RouterNode | undefined {
    const inside = this.nodes.filter(
      node => node.call.path === path && isWithin(node.call.enclosing, scope),
    );
    return (
      inside.find(node =>
        node.bindings.some(
          binding =>
            binding.path === path &&
            binding.scope.length >= scope.length &&
            this.returns(path, scope, binding.name),
        ),
      ) ?? (inside.length === 1 ? inside[0] : undefined)
    );
  }

  private returns(
    path: string,
    scope: readonly string[],
    name: string,
  ): boolean {
    const file = this.files.find(item => item.path === path);
    return Boolean(file && returnsName(file, scope, name));
  }

  /** A router that a module gives away as a whole. */
  private async exportedNode(
    path: string | undefined,
    name: string,
  ): Promise<RouterNode | undefined> {
    const file = path ? await this.resolver.file(path) : undefined;
    if (!path || !file) {
      return undefined;
    }
    const local = name === 'default' ? defaultExport(file) : name;
    const named = local ? this.nodeNamed(path, [], local) : undefined;
    if (named) {
      return named;
    }
    const inside = this.nodes.filter(node => node.call.path === path);
    return inside.length === 1 && name === 'default' ? inside[0] : undefined;
  }

  /** All calls on a node, in the order of the files' names and lines. */
  async callsOn(
    visit: (
      node: RouterNode,
      method: string,
      call: CallFact,
      file: FileSyntax,
    ) => Promise<void> | void,
  ): Promise<void> {
    const paths = new Set(
      this.nodes.flatMap(node => [
        node.call.path,
        ...node.bindings.map(item => item.path),
      ]),
    );
    for (const path of [...paths].sort()) {
      const file = await this.resolver.file(path);
      if (!file || !this.languages.includes(file.language)) {
        continue;
      }
      const found: { node: RouterNode; call: CallFact; chained: boolean }[] =
        [];
      for (const call of file.calls) {
        const dot = call.callee.lastIndexOf('.');
        if (dot < 0) {
          continue;
        }
        const named = this.nodeNamed(
          path,
          call.enclosing,
          call.callee.slice(0, dot),
        );
        const node = named ?? this.nodeChained(file, call);
        if (node) {
          found.push({ node, call, chained: !named });
        }
      }
      if (found.some(item => item.chained)) {
        // The last call of a chain stands around the others.
        const endOf = ({ call }: { call: CallFact }) =>
          nodeOfCall(file, call)?.range().end.index ?? 0;
        found.sort((a, b) => endOf(a) - endOf(b));
      }
      for (const { node, call } of found) {
        const dot = call.callee.lastIndexOf('.');
        await visit(node, call.callee.slice(dot + 1), call, file);
      }
    }
  }

  /** `app.disable('x').use(a).use(b)`, `Router().get('/x', y)`: calls that give back what they are called on. */
  private nodeChained(
    file: FileSyntax,
    call: CallFact,
  ): RouterNode | undefined {
    if (file.language === 'python' || !call.callee.includes(').')) {
      return undefined;
    }
    let current = nodeOfCall(file, call)?.field('function')?.field('object');
    for (let depth = 0; current && depth < MAX_CHAIN; depth++) {
      const plain = unwrap(current);
      if (plain.kind() !== 'call_expression') {
        const name = dottedName(plain);
        return name
          ? this.nodeNamed(file.path, call.enclosing, name)
          : undefined;
      }
      const made = this.nodes.find(
        node =>
          node.call.path === file.path &&
          nodeOfCall(file, node.call)?.id() === plain.id(),
      );
      if (made) {
        return made;
      }
      const callee = plain.field('function');
      if (!CHAINED.has(callee?.field('property')?.text() ?? '')) {
        return undefined;
      }
      current = callee?.field('object');
    }
    return undefined;
  }

  /** Routes of an application with all prefixes and inherited guards. */
  compose(app: RouterNode): { routes: RouteFact[]; partial: string[] } {
    const routes: RouteFact[] = [];
    const partial = new Set<string>();
    const visit = (
      node: RouterNode,
      prefix: string,
      guards: string[],
      guardedBy: GuardUse[],
      composedAt: { path: string; line: number } | undefined,
      trail: RouterNode[],
      attached: { path: string; line: number }[],
    ) => {
      if (
        trail.includes(node) ||
        trail.length > MAX_DEPTH ||
        routes.length > MAX_ROUTES
      ) {
        return;
      }
      const base = joinPaths(prefix, node.prefix);
      const inherited = [...guards, ...node.guards];
      const before = [...guardedBy, ...below(node.guardedBy, base)];
      node.partial.forEach(item => partial.add(item));
      const at = node.prefix
        ? { path: node.call.path, line: node.call.line }
        : composedAt;
      for (const { ownPath, ...route } of node.routes) {
        const fullPath = joinPaths(base, ownPath);
        routes.push({
          ...route,
          fullPath,
          guards: [...new Set([...inherited, ...route.guards])],
          guardedBy: holdingAt(
            [...before, ...below(route.guardedBy, base)],
            fullPath,
          ),
          ...(attached.length ? { attachedAt: attached } : {}),
          ...(at ? { composedAt: at } : {}),
        });
      }
      for (const mount of node.mounts) {
        visit(
          mount.target,
          joinPaths(base, mount.prefix),
          [...inherited, ...mount.guards],
          [...before, ...below(mount.guardedBy, base)],
          mount.prefix ? { path: mount.path, line: mount.line } : at,
          [...trail, node],
          [...attached, { path: mount.path, line: mount.line }],
        );
      }
    };
    visit(app, '', [], [], undefined, [], []);
    return { routes: sortRoutes(routes), partial: [...partial].sort() };
  }
}

/** Guards with the addresses under which they hold made complete. */
function below(guards: readonly GuardUse[] | undefined, base: string) {
  return (guards ?? []).map(guard =>
    guard.prefix === undefined
      ? guard
      : { ...guard, prefix: joinPaths(base, guard.prefix) },
  );
}

/** The guards that hold at an address. */
export function holdingAt(
  guards: readonly GuardUse[],
  fullPath: string,
): GuardUse[] {
  return [
    ...new Set(
      guards.filter(({ prefix }) => {
        const base = prefix?.replace(/\/?[*(].*$/, '').replace(/\/$/, '');
        return !base || fullPath === base || fullPath.startsWith(`${base}/`);
      }),
    ),
  ];
}

export function sortRoutes(routes: RouteFact[]): RouteFact[] {
  return [...routes].sort(
    (a, b) =>
      compare(a.path, b.path) ||
      a.line - b.line ||
      compare(a.method, b.method) ||
      compare(a.fullPath, b.fullPath),
  );
}

/** Order of two texts, the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** `self.app` and `this.app` live as long as their class. */
function bindingScope(call: CallFact): readonly string[] {
  return /^(self|this)\./.test(call.assignedTo ?? '')
    ? call.enclosing.slice(0, -1)
    : call.enclosing;
}

function returnsName(
  file: FileSyntax,
  scope: readonly string[],
  name: string,
): boolean {
  const inner = scope[scope.length - 1];
  const made = file.functions.find(
    item => item.name === inner && item.enclosing.length === scope.length - 1,
  );
  if (!made) {
    return false;
  }
  const lines = file.root
    .text()
    .split('\n')
    .slice(made.line - 1, made.endLine);
  return lines.some(line => {
    const text = line.trim();
    return (
      (text.startsWith('return ') || text.startsWith('yield ')) &&
      mentions(text.replace(/[;,]$/, ''), name) &&
      !text.includes(`${name}.`)
    );
  });
}
