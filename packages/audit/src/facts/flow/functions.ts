import type { SyntaxNode } from '../../syntax/nodes';
import { Language } from '../inventory/schema';
import { FileSyntax } from '../../syntax/schema';
import { isScript, partsOf } from './shapes';

/** A parameter with the names that it binds. */
export interface Parameter {
  /** Name, or the names of a pattern. */
  names: string[];
  /** As written, with annotation, default and decorators. */
  text: string;
  annotation?: string;
  fallback?: string;
  /** A pattern takes its names out of the value. */
  pattern: boolean;
  /** Takes what is left: `*args`, `...rest`. */
  rest: boolean;
}

/** A function with what following values needs. Kept for the whole audit of a file. */
export interface Fn {
  file: FileSyntax;
  node: SyntaxNode;
  start: number;
  end: number;
  line: number;
  endLine: number;
  name: string | undefined;
  parameters: Parameter[];
  parent: Fn | undefined;
  /** Innermost class around. */
  className: string | undefined;
  /** Decorators or annotations as written. */
  decorators: string[];
  definitions?: Map<string, Definition[]>;
}

/** Gives a name a value. */
export interface Definition {
  value: SyntaxNode;
  /** The value is the name's; otherwise something out of the value: an element, a destructured part. */
  whole: boolean;
  /** Added to what was there: `+=`. */
  adds: boolean;
  start: number;
  end: number;
  line: number;
  /** Span of the block that it stands in. */
  block: { start: number; end: number };
}

const FUNCTIONS: Record<'python' | 'script' | 'go' | 'java', string[]> = {
  python: ['function_definition', 'lambda'],
  script: [
    'function_declaration',
    'generator_function_declaration',
    'function_expression',
    'generator_function',
    'arrow_function',
    'method_definition',
  ],
  go: ['function_declaration', 'method_declaration', 'func_literal'],
  java: ['method_declaration', 'constructor_declaration', 'lambda_expression'],
};

const DEFINITIONS: typeof FUNCTIONS = {
  python: [
    'assignment',
    'augmented_assignment',
    'named_expression',
    'for_statement',
    'for_in_clause',
    'as_pattern',
  ],
  script: [
    'variable_declarator',
    'assignment_expression',
    'augmented_assignment_expression',
    'for_in_statement',
  ],
  go: ['short_var_declaration', 'assignment_statement', 'range_clause'],
  java: [
    'variable_declarator',
    'assignment_expression',
    'enhanced_for_statement',
    'resource',
  ],
};

const CLASSES = new Set([
  'class_definition',
  'class_declaration',
  'abstract_class_declaration',
  'class',
]);

const BLOCKS = new Set([
  'block',
  'statement_block',
  'module',
  'program',
  'switch_case',
  'constructor_body',
]);

export const dialect = (language: Language): keyof typeof FUNCTIONS =>
  isScript(language)
    ? 'script'
    : (language as Exclude<keyof typeof FUNCTIONS, 'script'>);

/** Nodes of some kinds in the order of the text; kinds that the grammar of the node does not have are left out. */
export function nodesOf(
  root: SyntaxNode,
  kinds: readonly string[],
): SyntaxNode[] {
  try {
    return root.findAll({ rule: { any: kinds.map(kind => ({ kind })) } });
  } catch {
    return kinds.length > 1 ? kinds.flatMap(kind => nodesOf(root, [kind])) : [];
  }
}

/** By the root, so that they go with the tree that their nodes hold. */
const known = new WeakMap<SyntaxNode, Fn[]>();

/** All functions of a file, the outer before the inner. */
export function functionsOf(file: FileSyntax): Fn[] {
  const found = known.get(file.root);
  if (found) {
    return found;
  }
  const result: Fn[] = [];
  const open: Fn[] = [];
  for (const node of nodesOf(file.root, FUNCTIONS[dialect(file.language)])) {
    const { start, end } = node.range();
    while (open.length && open[open.length - 1].end <= start.index) {
      open.pop();
    }
    const fn = lazyFunction(file, node, start, end, open[open.length - 1]);
    result.push(fn);
    open.push(fn);
  }
  known.set(file.root, result);
  return result;
}

function lazyFunction(
  file: FileSyntax,
  node: SyntaxNode,
  start: { index: number; line: number },
  end: { index: number; line: number },
  parent: Fn | undefined,
): Fn {
  let name: string | undefined | null = null;
  let className: string | undefined | null = null;
  let parameters: Parameter[] | undefined;
  let decorators: string[] | undefined;
  return {
    file,
    node,
    start: start.index,
    end: end.index,
    line: start.line + 1,
    endLine: end.line + 1,
    parent,
    get name() {
      if (name === null) {
        name = nameOf(node);
      }
      return name;
    },
    get className() {
      if (className === null) {
        className = node
          .ancestors()
          .find(item => CLASSES.has(item.kind()))
          ?.field('name')
          ?.text();
      }
      return className;
    },
    get parameters() {
      parameters ??= parametersOf(file.language, node);
      return parameters;
    },
    get decorators() {
      decorators ??= decoratorsOf(node);
      return decorators;
    },
  };
}

function nameOf(node: SyntaxNode): string | undefined {
  const own = node.field('name')?.text();
  if (own !== undefined) {
    return own;
  }
  // `const f = () => …`, `{ f: () => … }`, `f = wrap(() => …)`
  let current = node.parent();
  for (let depth = 0; current && depth < 4; depth++) {
    const kind = current.kind();
    if (kind === 'variable_declarator') {
      return current.field('name')?.text();
    }
    if (kind === 'pair') {
      return current.field('key')?.text();
    }
    if (kind === 'public_field_definition' || kind === 'field_definition') {
      return (current.field('name') ?? current.field('property'))?.text();
    }
    if (kind === 'assignment_expression') {
      return /[\w$]{1,100}$/.exec(current.field('left')?.text() ?? '')?.[0];
    }
    if (kind !== 'arguments' && kind !== 'call_expression') {
      return undefined;
    }
    current = current.parent();
  }
  return undefined;
}

function decoratorsOf(node: SyntaxNode): string[] {
  const parent = node.parent();
  if (parent?.kind() === 'decorated_definition') {
    return parent
      .children()
      .filter(child => child.kind() === 'decorator')
      .map(child => child.text());
  }
  const result: string[] = [];
  for (
    let sibling = node.prev();
    sibling &&
    (sibling.kind() === 'decorator' || sibling.kind().includes('comment'));
    sibling = sibling.prev()
  ) {
    result.unshift(sibling.text());
  }
  const modifiers = node.children().find(child => child.kind() === 'modifiers');
  return modifiers ? [modifiers.text()] : result;
}

function parametersOf(language: Language, node: SyntaxNode): Parameter[] {
  const list = node.field('parameters') ?? node.field('parameter');
  if (!list) {
    return [];
  }
  if (list.kind() === 'identifier') {
    return [{ names: [list.text()], text: '', pattern: false, rest: false }];
  }
  return partsOf(list).flatMap(child => parameterOf(language, child));
}

function parameterOf(language: Language, node: SyntaxNode): Parameter[] {
  const kind = node.kind();
  const text = node.text();
  const make = (
    target: SyntaxNode | null | undefined,
    annotation?: string,
    fallback?: string,
  ): Parameter[] =>
    target
      ? [
          {
            names: namesIn(target),
            text,
            ...(annotation ? { annotation } : {}),
            ...(fallback ? { fallback } : {}),
            pattern: /pattern$/.test(target.kind()),
            rest: /splat|rest/.test(target.kind()),
          },
        ]
      : [];
  switch (kind) {
    case 'keyword_separator':
    case 'positional_separator':
      return [];
    case 'typed_parameter':
      return make(partsOf(node)[0], node.field('type')?.text());
    case 'default_parameter':
    case 'typed_default_parameter':
      return make(
        node.field('name'),
        node.field('type')?.text(),
        node.field('value')?.text(),
      );
    case 'required_parameter':
    case 'optional_parameter':
      return make(
        node.field('pattern') ??
          partsOf(node).find(item => /identifier|pattern/.test(item.kind())),
        node.field('type')?.text().replace(/^:\s*/, ''),
        node.field('value')?.text(),
      );
    case 'assignment_pattern':
      return make(node.field('left'), undefined, node.field('right')?.text());
    case 'parameter_declaration':
    case 'formal_parameter':
      return make(node.field('name'), node.field('type')?.text());
    default:
      return language === 'java' && kind === 'receiver_parameter'
        ? []
        : make(node);
  }
}

/** Names that a target binds. */
export function namesIn(node: SyntaxNode): string[] {
  const kind = node.kind();
  switch (kind) {
    case 'identifier':
    case 'shorthand_property_identifier_pattern':
    case 'attribute':
    case 'member_expression':
    case 'selector_expression':
      return [node.text()];
    case 'pair_pattern': {
      const value = node.field('value');
      return value ? namesIn(value) : [];
    }
    case 'object_assignment_pattern':
    case 'assignment_pattern': {
      const left = node.field('left') ?? partsOf(node)[0];
      return left ? namesIn(left) : [];
    }
    case 'subscript':
    case 'subscript_expression':
    case 'index_expression': {
      // `values[key] = x` puts x into values.
      const object =
        node.field('value') ?? node.field('object') ?? node.field('operand');
      return object ? namesIn(object) : [];
    }
    default:
      return /pattern|list|tuple|target/.test(kind)
        ? partsOf(node).flatMap(namesIn)
        : [];
  }
}

/** The innermost function around a place. */
export function functionAt(file: FileSyntax, index: number): Fn | undefined {
  const all = functionsOf(file);
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle].start <= index) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  let found: Fn | undefined = all[low - 1];
  while (found && found.end <= index) {
    found = found.parent;
  }
  return found;
}

/** Definitions of names in a function; those of functions inside it included. */
export function definitionsOf(fn: Fn): Map<string, Definition[]> {
  if (fn.definitions) {
    return fn.definitions;
  }
  const result = new Map<string, Definition[]>();
  for (const node of nodesOf(fn.node, DEFINITIONS[dialect(fn.file.language)])) {
    for (const [target, value, whole, adds] of bindings(node)) {
      const { start, end } = node.range();
      let block: Definition['block'] | undefined;
      const definition: Definition = {
        value,
        whole,
        adds,
        ...spanOfDefinition(node, value, start.index, end.index),
        line: start.line + 1,
        get block() {
          block ??= blockOf(node);
          return block;
        },
      };
      for (const name of namesIn(target)) {
        const list = result.get(name);
        if (list) {
          list.push(definition);
        } else {
          result.set(name, [definition]);
        }
      }
    }
  }
  for (const [name, definition] of additions(fn)) {
    const list = result.get(name);
    if (list) {
      list.push(definition);
    } else {
      result.set(name, [definition]);
    }
  }
  fn.definitions = result;
  return result;
}

/** Where a definition is complete: a loop binds its name before its body, a comprehension before what it makes. */
function spanOfDefinition(
  node: SyntaxNode,
  value: SyntaxNode,
  start: number,
  end: number,
): { start: number; end: number } {
  const kind = node.kind();
  if (kind === 'for_in_clause') {
    const whole = node.parent()?.range().start.index ?? start;
    return { start: whole, end: whole };
  }
  return /^(?:for_|enhanced_)/.test(kind)
    ? { start, end: value.range().end.index }
    : { start, end };
}

/** `parts.append(x)`, `parts.push(x)`: x becomes a part of it. */
function additions(fn: Fn): [name: string, definition: Definition][] {
  const kind = fn.file.language === 'python' ? 'call' : 'call_expression';
  if (fn.file.language === 'java' || fn.file.language === 'go') {
    return [];
  }
  const regex = '^[A-Za-z_$][A-Za-z0-9_$]*\\.(append|push|extend|unshift)$';
  return fn.node
    .findAll({ rule: { kind, has: { field: 'function', regex } } })
    .flatMap((node): [string, Definition][] => {
      const callee = node.field('function')!.text();
      const list = node.field('arguments');
      const [value] = list ? partsOf(list) : [];
      const { start, end } = node.range();
      return value
        ? [
            [
              callee.slice(0, callee.indexOf('.')),
              {
                value,
                whole: false,
                adds: true,
                start: start.index,
                end: end.index,
                line: start.line + 1,
                block: { start: start.index, end: end.index },
              },
            ],
          ]
        : [];
    });
}

type Binding = [
  target: SyntaxNode,
  value: SyntaxNode,
  whole: boolean,
  adds: boolean,
];

function bindings(node: SyntaxNode): Binding[] {
  const kind = node.kind();
  if (kind === 'as_pattern') {
    const target = node.field('alias');
    const [value] = partsOf(node);
    return target && value ? [[target, value, true, false]] : [];
  }
  const target =
    node.field('left') ?? node.field('name') ?? node.field('pattern');
  const value = node.field('right') ?? node.field('value');
  if (!target || !value) {
    return [];
  }
  if (/^(?:for_|range_|enhanced_)/.test(kind)) {
    return [[target, value, false, false]];
  }
  const adds =
    kind.startsWith('augmented') || /^(?:subscript|index)/.test(target.kind());
  const targets = /list|tuple|array_pattern/.test(target.kind())
    ? partsOf(target)
    : undefined;
  const values = /list$|tuple|^array$/.test(value.kind())
    ? partsOf(value)
    : undefined;
  if (targets && values && targets.length === values.length) {
    return targets.map((item, index) => [item, values[index], true, adds]);
  }
  if (targets?.length === 1) {
    return [[targets[0], values?.[0] ?? value, true, adds]];
  }
  // `value, err := f()`: the first is what counts.
  if (
    targets &&
    kind !== 'variable_declarator' &&
    target.kind() === 'expression_list'
  ) {
    return [[targets[0], values?.[0] ?? value, true, adds]];
  }
  return [[target, value, !targets && !/pattern/.test(target.kind()), adds]];
}

function blockOf(node: SyntaxNode): { start: number; end: number } {
  if (node.kind() === 'for_in_clause') {
    const { start, end } = (node.parent() ?? node).range();
    return { start: start.index, end: end.index };
  }
  const block = node.ancestors().find(item => BLOCKS.has(item.kind()));
  const { start, end } = (block ?? node).range();
  return { start: start.index, end: end.index };
}

/** Function of a file by the line on which it starts. */
export function functionNamed(
  file: FileSyntax,
  name: string,
  line: number,
): Fn | undefined {
  const all = functionsOf(file);
  return (
    all.find(
      fn => fn.line === line && (fn.name === name || name === 'default'),
    ) ??
    all.find(fn => fn.line <= line && line <= fn.endLine && fn.name === name)
  );
}
