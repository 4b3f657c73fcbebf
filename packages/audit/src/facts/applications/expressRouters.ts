import type { SyntaxNode } from '../../syntax/nodes';
import { CallFact, FileSyntax } from '../../syntax/schema';
import {
  argumentNodes,
  dottedName,
  entryNode,
  isFunction,
  namedChildren,
  nodeOfCall,
  stringText,
  unwrap,
} from './code';
import { PassedValues } from './passedValues';
import { baseName, loadedFolder } from './routeFolders';
import { RouteGraph, RouterNode } from './RouteGraph';
import { SpanFact } from './schema';
import { Names, parametersOf, ScriptValue, ScriptValues } from './scriptValues';
import { Workbench } from './Workbench';

/** Calls whose function runs once for each element of what they are called on. */
const EACH = new Set(['forEach', 'map']);
/** Words at the end of a name that say that it holds routes. */
const ROUTES_WORD = /(?:router|routers|routes)$/i;
const MAX_ELEMENTS = 200;
const MAX_TEXT_DEPTH = 5;

/** The elements that a loop around a call goes over, by the names that they have in it. */
export interface Loop {
  /** What it goes over, as written. */
  over: string;
  /** One for each element; `undefined` where they cannot be told. */
  rounds: Names[] | undefined;
}

/** Finds the routers, tables and handlers that the code of an Express application names. */
export class ExpressRouters {
  private readonly values: ScriptValues;
  private readonly passed: PassedValues;
  /** Stops at calls, which may be wrappers around what is looked for. */
  private readonly written: ScriptValues;
  /** Nodes by the place of the call that makes them. */
  private readonly made = new Map<string, RouterNode>();

  constructor(
    private readonly bench: Workbench,
    private readonly graph: RouteGraph,
    private readonly files: readonly FileSyntax[],
  ) {
    this.values = new ScriptValues(bench.resolver);
    this.passed = new PassedValues(this.values, files);
    this.written = new ScriptValues(bench.resolver, false);
  }

  /** Notes where the applications and routers are made. */
  async index(): Promise<void> {
    for (const node of this.graph.nodes) {
      const file = await this.bench.resolver.file(node.call.path);
      const call = file && nodeOfCall(file, node.call);
      if (file && call) {
        this.made.set(keyOf(file, call), node);
      }
    }
  }

  /** Routers and applications that an expression means, through factories, modules, tables and classes. */
  async of(
    file: FileSyntax,
    scope: readonly string[],
    node: SyntaxNode,
    names?: Names,
  ): Promise<RouterNode[]> {
    const name = dottedName(node);
    const known =
      name && !names?.has(name.split('.')[0])
        ? this.graph.nodeNamed(file.path, scope, name)
        : undefined;
    if (known) {
      return [known];
    }
    const found = new Set<RouterNode>();
    for (const value of await this.values.of(file, node, names)) {
      const whole =
        value.kind === 'module'
          ? await this.values.exported(value.file, 'default')
          : [value];
      for (const item of whole) {
        const target = this.nodeOfValue(item);
        if (target) {
          found.add(target);
        }
      }
    }
    return found.size || !name ? [...found] : this.sharedAs(name);
  }

  /** `ctx.api` where another file says `ctx.api = createApi()`: objects that carry everything around. */
  private sharedAs(name: string): RouterNode[] {
    const tail = name.split('.').slice(-2).join('.');
    if (!tail.includes('.') || tail.startsWith('this.')) {
      return [];
    }
    const found = this.graph.nodes.filter(node =>
      node.bindings.some(item => item.name === tail),
    );
    return found.length === 1 ? found : [];
  }

  private nodeOfValue({
    file,
    node,
    kind,
  }: ScriptValue): RouterNode | undefined {
    if (kind !== 'plain') {
      return undefined;
    }
    // `Router().use(json())` gives the router back.
    let current: SyntaxNode | null | undefined = node;
    for (let depth = 0; current && depth < 20; depth++) {
      const made = this.made.get(keyOf(file, current));
      if (made) {
        return made;
      }
      const text = dottedName(current);
      if (text) {
        return this.graph.nodeNamed(file.path, file.enclosingOf(current), text);
      }
      current =
        current.kind() === 'call_expression'
          ? current.field('function')?.field('object')
          : undefined;
    }
    return undefined;
  }

  /** The loop around a call within its function or module. */
  async loopAround(
    file: FileSyntax,
    call: CallFact,
  ): Promise<Loop | undefined> {
    const node = nodeOfCall(file, call);
    for (const ancestor of node?.ancestors() ?? []) {
      if (ancestor.kind() === 'for_in_statement') {
        const [left, right] = [ancestor.field('left'), ancestor.field('right')];
        return left && right && ancestor.field('operator')?.text() === 'of'
          ? this.loop(file, right, left)
          : undefined;
      }
      if (!isFunction(ancestor)) {
        continue;
      }
      const each = ancestor.parent()?.parent();
      const callee =
        each?.kind() === 'call_expression' ? each.field('function') : null;
      const over = callee?.field('object');
      const [parameter] = parametersOf(ancestor);
      if (!over || !EACH.has(callee?.field('property')?.text() ?? '')) {
        return undefined;
      }
      return parameter
        ? this.loop(file, over, parameter.field('pattern') ?? parameter)
        : undefined;
    }
    return undefined;
  }

  private async loop(
    file: FileSyntax,
    over: SyntaxNode,
    pattern: SyntaxNode,
  ): Promise<Loop> {
    const elements = await this.elements(file, unwrap(over));
    return {
      over: over.text().slice(0, 80),
      rounds: elements && elements.map(element => bind(pattern, element)),
    };
  }

  /** Elements of a table: one value each, or key and value for the entries of an object. */
  private async elements(
    file: FileSyntax,
    over: SyntaxNode,
  ): Promise<ScriptValue[][] | undefined> {
    const callee =
      over.kind() === 'call_expression' ? over.field('function') : undefined;
    const view = callee && /^Object\.(entries|values)$/.exec(callee.text());
    const [object] = view ? argumentNodes(over) : [over];
    const result: ScriptValue[][] = [];
    let known = false;
    for (const value of object
      ? await this.values.of(
          file,
          object,
          await this.passed.namesFor(file, object),
        )
      : []) {
      const plain = value.node;
      if (value.kind !== 'plain') {
        continue;
      }
      if (!view && plain.kind() === 'array') {
        known = true;
        for (const item of namedChildren(plain)) {
          const inner =
            item.kind() === 'spread_element' ? namedChildren(item)[0] : item;
          if (inner && item !== inner) {
            result.push(...((await this.elements(value.file, inner)) ?? []));
          } else {
            result.push([{ ...value, node: item }]);
          }
        }
      } else if (view && plain.kind() === 'object') {
        known = true;
        for (const pair of namedChildren(plain)) {
          const key = pair.field('key') ?? pair;
          const item = pair.field('value') ?? pair;
          result.push(
            view[1] === 'entries'
              ? [
                  { ...value, node: key },
                  { ...value, node: item },
                ]
              : [{ ...value, node: item }],
          );
        }
      }
    }
    return known ? result.slice(0, MAX_ELEMENTS) : undefined;
  }

  /** Text of an expression, in one round of a loop where there is one. */
  async text(
    file: FileSyntax,
    scope: readonly string[],
    node: SyntaxNode,
    names?: Names,
    depth = 0,
  ): Promise<string | undefined> {
    const plain = unwrap(node);
    const plainly = names
      ? undefined
      : await this.bench.text(file, scope, plain);
    if (plainly !== undefined) {
      return plainly;
    }
    if (plain.kind() === 'template_string') {
      let text = '';
      for (const child of namedChildren(plain)) {
        const [inner] = namedChildren(child);
        const part =
          child.kind() === 'template_substitution' && inner
            ? await this.text(file, scope, inner, names, depth)
            : child.text();
        if (part === undefined) {
          return undefined;
        }
        text += part;
      }
      return text;
    }
    if (
      plain.kind() === 'binary_expression' &&
      plain.field('operator')?.text() === '+'
    ) {
      const [left, right] = [plain.field('left'), plain.field('right')];
      const a = left && (await this.text(file, scope, left, names, depth));
      const b = right && (await this.text(file, scope, right, names, depth));
      return a === undefined || b === undefined || a === null || b === null
        ? undefined
        : a + b;
    }
    // The key of an entry is its name, whatever stands behind it.
    const [key] = names?.get(plain.text()) ?? [];
    if (key?.node.kind() === 'shorthand_property_identifier') {
      return key.node.text();
    }
    const found = await this.values.of(file, plain, names);
    const passed =
      found.length === 1 && found[0].node.id() === plain.id()
        ? await this.passed.namesFor(file, plain)
        : undefined;
    for (const value of passed
      ? await this.values.of(file, plain, passed)
      : found) {
      const where = value.file.enclosingOf(value.node);
      let text: string | undefined;
      if (value.node.kind() === 'property_identifier') {
        text = value.node.text();
      } else if (value.node.id() === plain.id() || depth > MAX_TEXT_DEPTH) {
        text = await this.bench.text(value.file, where, value.node);
      } else {
        text = await this.text(
          value.file,
          where,
          value.node,
          value.names,
          depth + 1,
        );
      }
      if (text !== undefined) {
        return text;
      }
    }
    return undefined;
  }

  /** Lines of the function that answers: behind names, modules and wrappers such as `asyncHandler(fn)`. */
  async body(
    file: FileSyntax,
    node: SyntaxNode,
    names?: Names,
  ): Promise<{ span: SpanFact; node: SyntaxNode } | undefined> {
    let current: ScriptValue = {
      file,
      node: unwrap(node),
      kind: 'plain',
      names,
    };
    for (let depth = 0; depth < 5; depth++) {
      let [value] = await this.written.of(
        current.file,
        current.node,
        current.names,
      );
      if (value?.kind === 'module') {
        [value] = await this.written.exported(value.file, 'default');
      }
      if (!value || value.kind !== 'plain') {
        return undefined;
      }
      if (isFunction(value.node)) {
        return { span: spanIn(value), node: value.node };
      }
      const inner =
        value.node.kind() === 'call_expression'
          ? await this.wrapped(value)
          : undefined;
      if (!inner) {
        // A factory of handlers, or a member of what a function makes.
        const [made] = await this.values.of(
          value.file,
          value.node,
          value.names,
        );
        return made?.kind === 'plain' && isFunction(made.node)
          ? { span: spanIn(made), node: made.node }
          : undefined;
      }
      current = inner;
    }
    return undefined;
  }

  /** The handler among the arguments of a wrapper: a function, or a name of one. */
  private async wrapped(call: ScriptValue): Promise<ScriptValue | undefined> {
    const args = argumentNodes(call.node);
    const callee = call.node.field('function');
    if (callee?.field('property')?.text() === 'bind') {
      const object = callee.field('object');
      return object ? { ...call, node: object } : undefined;
    }
    const direct = args.find(item => isFunction(unwrap(item)));
    if (direct) {
      return { ...call, node: unwrap(direct) };
    }
    for (const item of args) {
      const plain = unwrap(item);
      if (dottedName(plain) || plain.kind() === 'call_expression') {
        const [value] = await this.values.of(call.file, plain, call.names);
        if (value?.kind === 'plain' && isFunction(value.node)) {
          return { ...call, node: plain };
        }
      }
    }
    return undefined;
  }

  /** Routers of the files of a folder that are loaded one by one. */
  async folder(
    file: FileSyntax,
    loader: SyntaxNode,
  ): Promise<{ target: RouterNode; name: string; variable: string }[]> {
    const folder = isLoaded(loader)
      ? loadedFolder(file, loader, this.files)
      : undefined;
    const result: { target: RouterNode; name: string; variable: string }[] = [];
    for (const item of folder?.files ?? []) {
      for (const value of await this.values.exported(item, 'default')) {
        const target = this.nodeOfValue(value);
        if (target) {
          result.push({
            target,
            name: baseName(item.path),
            variable: folder!.variable,
          });
        }
      }
    }
    return result;
  }

  /** What a `use` attaches, when that holds routes and they cannot be read. */
  async unread(
    file: FileSyntax,
    node: SyntaxNode,
    names?: Names,
  ): Promise<string | undefined> {
    const plain = unwrap(node);
    const text = plain.text().replace(/\s+/g, ' ').slice(0, 80);
    if (isFunction(plain) || isLoaded(plain)) {
      return isLoaded(plain) ? `${text} is loaded at run time` : undefined;
    }
    const callee =
      plain.kind() === 'call_expression' ? plain.field('function') : plain;
    const name = callee && dottedName(callee);
    const values = await this.values.of(file, plain, names);
    const loaded = values.find(value => isLoaded(value.node));
    if (loaded) {
      return `${text} is loaded at run time`;
    }
    const last = name?.split('.').pop() ?? '';
    const own = values.some(
      value => value.kind === 'plain' && isFunction(value.node),
    );
    return !own && (ROUTES_WORD.test(last) || names !== undefined)
      ? `the routes of ${text} were not found`
      : undefined;
  }
}

function keyOf(file: FileSyntax, node: SyntaxNode) {
  return `${file.path}\n${node.range().start.index}\n${node.range().end.index}`;
}

function spanIn({ file, node }: ScriptValue): SpanFact {
  return {
    path: file.path,
    line: node.range().start.line + 1,
    endLine: node.range().end.line + 1,
  };
}

/** Whether a module is loaded by a name that the code computes, somewhere in an expression. */
export function isLoaded(node: SyntaxNode): boolean {
  let current: SyntaxNode | null | undefined = unwrap(node);
  for (let depth = 0; current && depth < 8; depth++) {
    const kind = current.kind();
    if (kind === 'member_expression') {
      current = current.field('object');
    } else if (kind === 'call_expression') {
      const callee: SyntaxNode | null = current.field('function');
      if (
        callee &&
        (callee.text() === 'require' || callee.kind() === 'import')
      ) {
        const [what] = argumentNodes(current);
        return Boolean(what && stringText(what) === undefined);
      }
      current = callee;
    } else {
      return false;
    }
    current = current && unwrap(current);
  }
  return false;
}

/** Names that a pattern gives to an element. */
function bind(pattern: SyntaxNode, element: ScriptValue[]): Names {
  const names = new Map<string, readonly ScriptValue[]>();
  const [first] = element;
  const inner = first && unwrap(first.node);
  switch (pattern.kind()) {
    case 'identifier':
      names.set(pattern.text(), first ? [{ ...first, node: inner! }] : []);
      break;
    case 'object_pattern':
      for (const child of namedChildren(pattern)) {
        const key = child.field('key')?.text() ?? child.text();
        const local = child.field('value')?.text() ?? child.text();
        const value =
          inner?.kind() === 'object' ? entryNode(inner, key) : undefined;
        names.set(local, value ? [{ ...first, node: value }] : []);
      }
      break;
    case 'array_pattern':
      for (const [index, child] of namedChildren(pattern).entries()) {
        const items =
          inner?.kind() === 'array' && element.length === 1
            ? namedChildren(inner).map(node => ({ ...first, node }))
            : element;
        names.set(child.text(), items[index] ? [items[index]] : []);
      }
      break;
    default:
  }
  return names;
}
