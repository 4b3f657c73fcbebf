import type { SyntaxNode } from '../../syntax/nodes';
import { FileSyntax } from '../../syntax/schema';
import {
  argumentNodes,
  entryNode,
  isFunction,
  namedChildren,
  stringText,
  unwrap,
} from './code';
import { Resolver } from './Resolver';

/** What an expression stands for in the end, and where that is written. */
export interface ScriptValue {
  file: FileSyntax;
  node: SyntaxNode;
  /** `module`: everything that `file` exports; `instance`: an object of the class `node`. */
  kind: 'plain' | 'class' | 'instance' | 'module';
  /** Names that stand for something else inside, such as the element of a loop. */
  names?: Names;
}

/** Values of names that no declaration tells. */
export type Names = ReadonlyMap<string, readonly ScriptValue[]>;

const MAX_DEPTH = 14;
const MAX_VALUES = 60;
export const CLASSES = new Set([
  'class_declaration',
  'abstract_class_declaration',
  'class',
]);
const METHOD_KINDS = [
  'method_definition',
  'field_definition',
  'public_field_definition',
];
const quoted = (name: string) => `^${name.replace(/[$.]/g, '\\$&')}$`;
const isClass = (node: SyntaxNode) => CLASSES.has(node.kind());

/** Follows values of JavaScript and TypeScript through names, modules, objects, classes and functions. */
export class ScriptValues {
  constructor(
    private readonly resolver: Resolver,
    /** Whether calls of own functions stand for what these return. */
    private readonly enters = true,
  ) {}

  /** What an expression can be; the expression itself where it leads no further. */
  async of(
    file: FileSyntax,
    node: SyntaxNode,
    names?: Names,
    depth = 0,
  ): Promise<ScriptValue[]> {
    const plain = unwrap(node);
    const self: ScriptValue = {
      file,
      node: plain,
      kind: isClass(plain) ? 'class' : 'plain',
      ...(names ? { names } : {}),
    };
    if (depth > MAX_DEPTH) {
      return [self];
    }
    const next = depth + 1;
    switch (plain.kind()) {
      case 'identifier':
      case 'shorthand_property_identifier':
        return orSelf(await this.named(file, plain, names, next), self);
      case 'this': {
        const owner = plain.ancestors().find(isClass);
        return owner ? [{ file, node: owner, kind: 'instance' }] : [self];
      }
      case 'member_expression': {
        const object = plain.field('object');
        const property = plain.field('property')?.text();
        if (!object || !property) {
          return [self];
        }
        const found: ScriptValue[] = [];
        for (const owner of await this.of(file, object, names, next)) {
          found.push(...(await this.member(owner, property, next)));
        }
        return orSelf(found, self);
      }
      case 'subscript_expression': {
        const object = plain.field('object');
        const index = plain.field('index');
        const key = index && stringText(index);
        const found: ScriptValue[] = [];
        for (const owner of object && key
          ? await this.of(file, object, names, next)
          : []) {
          found.push(...(await this.member(owner, key!, next)));
        }
        return orSelf(found, self);
      }
      case 'ternary_expression':
        return this.all(
          file,
          [plain.field('consequence'), plain.field('alternative')],
          names,
          next,
        );
      case 'binary_expression':
        return ['||', '??'].includes(plain.field('operator')?.text() ?? '')
          ? this.all(
              file,
              [plain.field('left'), plain.field('right')],
              names,
              next,
            )
          : [self];
      case 'new_expression': {
        const made = plain.field('constructor');
        const classes = made ? await this.of(file, made, names, next) : [];
        return orSelf(
          classes
            .filter(value => value.kind === 'class')
            .map(value => ({ ...value, kind: 'instance' as const })),
          self,
        );
      }
      case 'call_expression':
        return orSelf(await this.called(file, plain, names, next), self);
      default:
        return [self];
    }
  }

  private async all(
    file: FileSyntax,
    nodes: (SyntaxNode | null)[],
    names: Names | undefined,
    depth: number,
  ) {
    const found: ScriptValue[] = [];
    for (const node of nodes) {
      if (node) {
        found.push(...(await this.of(file, node, names, depth)));
      }
    }
    return found.slice(0, MAX_VALUES);
  }

  private async called(
    file: FileSyntax,
    call: SyntaxNode,
    names: Names | undefined,
    depth: number,
  ): Promise<ScriptValue[]> {
    const callee = call.field('function');
    if (!callee) {
      return [];
    }
    if (callee.text() === 'require' || callee.kind() === 'import') {
      const [what] = argumentNodes(call);
      const module = what && stringText(what);
      return module === undefined ? [] : this.module(file, module);
    }
    const injected = await this.injected(file, call, callee, names, depth);
    if (injected.length) {
      return injected;
    }
    const found: ScriptValue[] = [];
    for (const value of this.enters
      ? await this.of(file, callee, names, depth)
      : []) {
      for (const made of await this.callable(value, depth)) {
        for (const result of returned(made.node)) {
          found.push(
            ...(await this.of(made.file, result, made.names, depth + 1)),
          );
        }
      }
    }
    return found.slice(0, MAX_VALUES);
  }

  /** `container.resolve(UserRoute)`, `Container.get(UserService)`: an object of the class that is asked for. */
  private async injected(
    file: FileSyntax,
    call: SyntaxNode,
    callee: SyntaxNode,
    names: Names | undefined,
    depth: number,
  ): Promise<ScriptValue[]> {
    const [wanted, ...others] = argumentNodes(call);
    if (
      !wanted ||
      others.length ||
      wanted.kind() !== 'identifier' ||
      !['resolve', 'get'].includes(callee.field('property')?.text() ?? '')
    ) {
      return [];
    }
    const classes = await this.of(file, wanted, names, depth);
    return classes
      .filter(value => value.kind === 'class')
      .map(value => ({ ...value, kind: 'instance' as const }));
  }

  /** Own functions that a callee means; constructors for classes. */
  async functions(
    file: FileSyntax,
    callee: SyntaxNode,
  ): Promise<ScriptValue[]> {
    const found: ScriptValue[] = [];
    for (const value of await this.of(file, callee)) {
      if (value.kind === 'class') {
        found.push(...(await this.member(value, 'constructor', 0)));
      } else {
        found.push(...(await this.callable(value, 0)));
      }
    }
    return found;
  }

  /** Functions behind a value that is called; a CommonJS module can be one itself. */
  private async callable(
    value: ScriptValue,
    depth: number,
  ): Promise<ScriptValue[]> {
    if (value.kind === 'module') {
      const whole = await this.exported(value.file, 'default', depth);
      return whole.filter(item => isFunction(item.node));
    }
    return value.kind === 'plain' && isFunction(value.node) ? [value] : [];
  }

  private async module(file: FileSyntax, name: string): Promise<ScriptValue[]> {
    const path = this.resolver.module(file.path, name);
    const target = path && (await this.resolver.file(path));
    return target
      ? [{ file: target, node: target.root, kind: 'module' as const }]
      : [];
  }

  private async named(
    file: FileSyntax,
    use: SyntaxNode,
    names: Names | undefined,
    depth: number,
  ): Promise<ScriptValue[]> {
    const name = use.text();
    const given = names?.get(name);
    if (given) {
      const found: ScriptValue[] = [];
      for (const item of given) {
        found.push(
          ...(item.kind === 'plain'
            ? await this.of(item.file, item.node, item.names, depth)
            : [item]),
        );
      }
      return found;
    }
    const local = declarationOf(file, use, name);
    if (local && local.parameter) {
      return [];
    }
    if (local?.value) {
      const { value } = local;
      if (isFunction(value) || isClass(value)) {
        return [
          { file, node: value, kind: isClass(value) ? 'class' : 'plain' },
        ];
      }
      return this.of(file, value, names, depth);
    }
    const imported = file.imports.find(item => item.local === name);
    if (!imported || imported.typeOnly) {
      return [];
    }
    const [module] = await this.module(file, imported.module);
    if (!module || imported.imported === '*') {
      return module ? [module] : [];
    }
    const [head, ...rest] = imported.imported.split('.');
    let found = await this.exported(module.file, head, depth);
    for (const segment of rest) {
      found = (
        await Promise.all(found.map(item => this.member(item, segment, depth)))
      ).flat();
    }
    return found;
  }

  /** What a module gives away under a name. */
  async exported(
    file: FileSyntax,
    name: string,
    depth = 0,
  ): Promise<ScriptValue[]> {
    if (depth > MAX_DEPTH) {
      return [];
    }
    const targets =
      name === 'default'
        ? ['module.exports', 'exports.default']
        : [`exports.${name}`, `module.exports.${name}`];
    const assigned = assignedTo(file, targets);
    if (assigned) {
      return this.of(file, assigned, undefined, depth + 1);
    }
    if (name === 'default') {
      const value = defaultValue(file);
      return value ? this.of(file, value, undefined, depth + 1) : [];
    }
    const whole = assignedTo(file, ['module.exports', 'exports']);
    if (whole) {
      const found: ScriptValue[] = [];
      for (const owner of await this.of(file, whole, undefined, depth + 1)) {
        found.push(...(await this.member(owner, name, depth + 1)));
      }
      if (found.length) {
        return found;
      }
    }
    const place = await this.resolver.exported(file.path, name);
    const target = place && (await this.resolver.file(place.path));
    if (!place || !target) {
      return [];
    }
    if (place.name === '*') {
      return [{ file: target, node: target.root, kind: 'module' }];
    }
    if (place.name === 'default') {
      return this.exported(target, 'default', depth + 1);
    }
    const value = declarationOf(target, target.root, place.name)?.value;
    return value ? this.of(target, value, undefined, depth + 1) : [];
  }

  /** A member of what is known. */
  private async member(
    owner: ScriptValue,
    name: string,
    depth: number,
  ): Promise<ScriptValue[]> {
    if (depth > MAX_DEPTH) {
      return [];
    }
    const { file, node, kind, names } = owner;
    if (kind === 'module') {
      return this.exported(file, name, depth + 1);
    }
    if (kind === 'class' || kind === 'instance') {
      return this.classMember(owner, name, depth);
    }
    if (node.kind() === 'object') {
      const value = entryNode(node, name);
      if (!value) {
        return [];
      }
      return isFunction(value)
        ? [{ file, node: value, kind: 'plain' }]
        : this.of(file, value, names, depth + 1);
    }
    return [];
  }

  private async classMember(
    owner: ScriptValue,
    name: string,
    depth: number,
  ): Promise<ScriptValue[]> {
    const { file, node } = owner;
    const body = node.field('body');
    const found: ScriptValue[] = [];
    for (const child of body ? namedChildren(body) : []) {
      const own = child.field('name') ?? child.field('property');
      if (own?.text() !== name || !METHOD_KINDS.includes(child.kind())) {
        continue;
      }
      const value = child.field('value');
      if (child.kind() !== 'method_definition') {
        if (value && value.text() !== 'undefined' && value.text() !== 'null') {
          found.push(...(await this.of(file, value, undefined, depth + 1)));
        }
      } else if (child.children().some(part => part.kind() === 'get')) {
        for (const result of returned(child)) {
          found.push(...(await this.of(file, result, undefined, depth + 1)));
        }
      } else {
        found.push({ file, node: child, kind: 'plain' });
      }
    }
    if (!found.length) {
      const className = node.field('name')?.text();
      const left = `^(this${className ? `|${className}` : ''})\\.${name}$`;
      const inside = node.findAll({
        rule: {
          kind: 'assignment_expression',
          has: { field: 'left', regex: left },
        },
      });
      for (const assignment of inside) {
        const value = assignment.field('right');
        if (value) {
          found.push(...(await this.of(file, value, undefined, depth + 1)));
        }
      }
    }
    if (!found.length) {
      const type = memberType(node, name);
      const classes = type
        ? await this.named(file, type, undefined, depth)
        : [];
      found.push(
        ...classes
          .filter(value => value.kind === 'class')
          .map(value => ({ ...value, kind: 'instance' as const })),
      );
    }
    return found.slice(0, MAX_VALUES);
  }
}

/** Class that a field is declared as, or a parameter of the constructor that becomes a field. */
function memberType(owner: SyntaxNode, name: string): SyntaxNode | undefined {
  const members = namedChildren(owner.field('body') ?? owner);
  const constructor = members.find(
    item =>
      item.kind() === 'method_definition' &&
      item.field('name')?.text() === 'constructor',
  );
  const declared = [
    ...members.filter(item => item.field('name')?.text() === name),
    ...(constructor ? parametersOf(constructor) : []).filter(
      item =>
        item.children().some(isParameterProperty) &&
        patternNames(item).includes(name),
    ),
  ];
  for (const item of declared) {
    const type = namedChildren(item.field('type') ?? item)[0];
    if (item.field('type') && type?.kind() === 'type_identifier') {
      return type;
    }
  }
  return undefined;
}

/** `private`, `public`, `readonly` in front of a parameter make it a field. */
export function isParameterProperty(node: SyntaxNode): boolean {
  return ['accessibility_modifier', 'readonly'].includes(node.kind());
}

function orSelf(found: ScriptValue[], self: ScriptValue) {
  return found.length ? found : [self];
}

/** What a function gives back, inner functions left out. */
export function returned(made: SyntaxNode): SyntaxNode[] {
  const body = made.field('body');
  if (!body) {
    return [];
  }
  if (body.kind() !== 'statement_block') {
    return [body];
  }
  return body
    .findAll({ rule: { kind: 'return_statement' } })
    .filter(
      statement => statement.ancestors().find(isFunction)?.id() === made.id(),
    )
    .flatMap(statement => namedChildren(statement).slice(0, 1));
}

/** Right side of the assignment to one of some names at the top of a file. */
function assignedTo(file: FileSyntax, names: string[]): SyntaxNode | undefined {
  if (!file.assignments.some(item => names.includes(item.target))) {
    return undefined;
  }
  const all = file.root.findAll({
    rule: {
      kind: 'assignment_expression',
      has: { field: 'left', regex: `^(${names.map(plainly).join('|')})$` },
    },
  });
  const value = all[all.length - 1]?.field('right');
  // `module.exports = exports = x`
  return value?.kind() === 'assignment_expression'
    ? value.field('right') ?? undefined
    : value ?? undefined;
}

function plainly(name: string) {
  return name.replace(/[$.]/g, '\\$&');
}

function defaultValue(file: FileSyntax): SyntaxNode | undefined {
  for (const statement of namedChildren(file.root)) {
    if (
      statement.kind() === 'export_statement' &&
      statement.children().some(child => child.kind() === 'default')
    ) {
      return (
        statement.field('value') ?? statement.field('declaration') ?? undefined
      );
    }
    if (statement.kind() === 'export_statement') {
      const equals = statement.children().some(child => child.kind() === '=');
      if (equals) {
        return namedChildren(statement)[0];
      }
    }
  }
  return undefined;
}

interface Declaration {
  value?: SyntaxNode;
  parameter?: boolean;
}

/** The declaration that a name means at a place: the innermost one around it. */
function declarationOf(
  file: FileSyntax,
  use: SyntaxNode,
  name: string,
): Declaration | undefined {
  const around = use.ancestors();
  const taker = around.find(
    item =>
      isFunction(item) &&
      parametersOf(item).some(parameter => bindsName(parameter, name)),
  );
  const inside = new Set(around.map(item => item.id()));
  const regex = quoted(name);
  const declared = file.root.findAll({
    rule: {
      any: [
        { kind: 'variable_declarator', has: { field: 'name', regex } },
        { kind: 'function_declaration', has: { field: 'name', regex } },
        { kind: 'class_declaration', has: { field: 'name', regex } },
        { kind: 'abstract_class_declaration', has: { field: 'name', regex } },
      ].filter(
        rule =>
          file.language !== 'javascript' ||
          rule.kind !== 'abstract_class_declaration',
      ),
    },
  });
  let best: { node: SyntaxNode; depth: number } | undefined;
  for (const node of declared) {
    const block = node
      .ancestors()
      .find(item => ['statement_block', 'program'].includes(item.kind()));
    if (block && (block.kind() === 'program' || inside.has(block.id()))) {
      const depth = block.ancestors().length;
      if (!best || depth >= best.depth) {
        best = { node, depth };
      }
    }
  }
  if (
    taker &&
    !best?.node.ancestors().some(ancestor => ancestor.id() === taker.id())
  ) {
    return { parameter: true };
  }
  if (!best) {
    return undefined;
  }
  if (best.node.kind() !== 'variable_declarator') {
    return { value: best.node };
  }
  const value = best.node.field('value');
  if (value && !isRequire(value)) {
    return { value };
  }
  if (value) {
    // The imports of the file know what is required, also by its members.
    return undefined;
  }
  const assigned = file.root.find({
    rule: {
      kind: 'assignment_expression',
      has: { field: 'left', regex },
    },
  });
  return { value: assigned?.field('right') ?? undefined };
}

/** `require('x')` alone, which is an import. */
function isRequire(node: SyntaxNode): boolean {
  return (
    node.kind() === 'call_expression' &&
    node.field('function')?.text() === 'require'
  );
}

/** Parameters of a function as patterns. */
export function parametersOf(made: SyntaxNode): SyntaxNode[] {
  const single = made.field('parameter');
  if (single) {
    return [single];
  }
  const list = made.field('parameters');
  return list ? namedChildren(list) : [];
}

/** The name that a parameter has as a whole. */
export function patternNames(parameter: SyntaxNode): string[] {
  const plain =
    parameter.field('pattern') ?? parameter.field('left') ?? parameter;
  return plain.kind() === 'identifier' ? [plain.text()] : [];
}

/** Whether a pattern binds a name. */
export function bindsName(pattern: SyntaxNode, name: string): boolean {
  const plain = pattern.field('pattern') ?? pattern.field('left') ?? pattern;
  switch (plain.kind()) {
    case 'identifier':
    case 'shorthand_property_identifier_pattern':
      return plain.text() === name;
    case 'object_pattern':
    case 'array_pattern':
    case 'rest_pattern':
      return namedChildren(plain).some(child => bindsName(child, name));
    case 'pair_pattern': {
      const value = plain.field('value');
      return Boolean(value && bindsName(value, name));
    }
    default:
      return false;
  }
}
