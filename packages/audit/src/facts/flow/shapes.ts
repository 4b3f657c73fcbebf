import type { SyntaxNode } from '../../syntax/nodes';
import { Language } from '../inventory/schema';

/** An argument or entry with its name, where it has one. */
export interface Piece {
  name?: string;
  value: SyntaxNode;
  /** `*args`, `**kwargs`, `...rest`. */
  spread?: boolean;
}

/** What an expression is, in the terms in which values are followed. */
export type Shape =
  | { kind: 'constant' }
  | { kind: 'name'; name: string }
  | { kind: 'member'; object: SyntaxNode; property: string }
  | { kind: 'index'; object: SyntaxNode; key: SyntaxNode | undefined }
  | {
      kind: 'call';
      callee: SyntaxNode;
      /** What the method is called on. */
      receiver?: SyntaxNode;
      method: string;
      args: Piece[];
      construct: boolean;
    }
  /** A text, path or sum made of parts; literal parts as text. */
  | { kind: 'joined'; parts: (SyntaxNode | string)[]; operator: string }
  /** One of several. */
  | { kind: 'choice'; options: SyntaxNode[] }
  | { kind: 'collection'; items: Piece[] }
  | { kind: 'wrapped'; inner: SyntaxNode }
  | { kind: 'other' };

const OTHER: Shape = { kind: 'other' };
const CONSTANT: Shape = { kind: 'constant' };

const COMMENTS = new Set(['comment', 'line_comment', 'block_comment']);

/** Named children without comments. */
export const partsOf = (node: SyntaxNode): SyntaxNode[] =>
  node
    .children()
    .filter(child => child.isNamed() && !COMMENTS.has(child.kind()));

export const isScript = (language: Language) =>
  language === 'typescript' || language === 'tsx' || language === 'javascript';

const LITERALS = new Set([
  'integer',
  'float',
  'number',
  'true',
  'false',
  'none',
  'null',
  'undefined',
  'regex',
  'ellipsis',
  'int_literal',
  'float_literal',
  'rune_literal',
  'nil',
  'iota',
  'interpreted_string_literal',
  'raw_string_literal',
  'string_literal',
  'character_literal',
  'decimal_integer_literal',
  'decimal_floating_point_literal',
  'null_literal',
  'class_literal',
  'comparison_operator',
  'not_operator',
]);

/** Nodes whose one child is the value. */
const WRAPPERS = new Set([
  'parenthesized_expression',
  'await',
  'await_expression',
  'as_expression',
  'satisfies_expression',
  'non_null_expression',
  'cast_expression',
  'type_assertion_expression',
  'type_conversion_expression',
  'slice_expression',
  'expression_statement',
  'as_pattern',
  'list_splat',
  'dictionary_splat',
  'spread_element',
  'interpolation',
  'template_substitution',
  'yield',
  'literal_element',
]);

const COLLECTIONS = new Set([
  'list',
  'tuple',
  'set',
  'array',
  'expression_list',
  'dictionary',
  'object',
  'literal_value',
  'composite_literal',
  'array_initializer',
]);

const COMPREHENSIONS = new Set([
  'list_comprehension',
  'set_comprehension',
  'generator_expression',
  'dictionary_comprehension',
]);

const CHOICES = new Set(['or', 'and', '||', '&&', '??']);

/** Reads the shape of an expression. */
export function shapeOf(node: SyntaxNode): Shape {
  const kind = node.kind();
  if (LITERALS.has(kind)) {
    return CONSTANT;
  }
  if (WRAPPERS.has(kind)) {
    const children = partsOf(node);
    const inner =
      kind === 'cast_expression'
        ? node.field('value') ?? children[children.length - 1]
        : node.field('operand') ?? children[0];
    return inner ? { kind: 'wrapped', inner } : OTHER;
  }
  if (COLLECTIONS.has(kind)) {
    const body = kind === 'composite_literal' ? node.field('body') : node;
    return { kind: 'collection', items: body ? piecesOf(body) : [] };
  }
  if (COMPREHENSIONS.has(kind)) {
    const body = node.field('body');
    return body ? { kind: 'wrapped', inner: body } : OTHER;
  }
  switch (kind) {
    case 'identifier':
    case 'shorthand_property_identifier':
    case 'this':
    case 'super':
      return { kind: 'name', name: node.text() };
    case 'attribute':
    case 'member_expression':
    case 'selector_expression':
    case 'field_access':
      return member(node);
    case 'subscript':
    case 'subscript_expression':
    case 'index_expression':
    case 'array_access':
      return indexed(node);
    case 'call':
    case 'call_expression':
    case 'new_expression':
    case 'method_invocation':
    case 'object_creation_expression':
      return call(node, kind);
    case 'string':
    case 'template_string':
    case 'concatenated_string':
      return textual(node, kind);
    case 'binary_operator':
    case 'binary_expression':
    case 'boolean_operator':
      return binary(node);
    case 'conditional_expression': {
      const [chosen, , otherwise] = partsOf(node);
      return { kind: 'choice', options: [chosen, otherwise].filter(Boolean) };
    }
    case 'ternary_expression':
      return {
        kind: 'choice',
        options: [node.field('consequence'), node.field('alternative')].flatMap(
          item => item ?? [],
        ),
      };
    case 'named_expression':
    case 'assignment_expression':
    case 'unary_expression': {
      const inner =
        node.field('value') ?? node.field('right') ?? node.field('operand');
      return inner ? { kind: 'wrapped', inner } : OTHER;
    }
    default:
      return OTHER;
  }
}

function member(node: SyntaxNode): Shape {
  const object = node.field('object') ?? node.field('operand');
  const property =
    node.field('attribute') ?? node.field('property') ?? node.field('field');
  return object && property
    ? { kind: 'member', object, property: property.text() }
    : OTHER;
}

function indexed(node: SyntaxNode): Shape {
  const object =
    node.field('value') ??
    node.field('object') ??
    node.field('operand') ??
    node.field('array');
  const key = node.field('subscript') ?? node.field('index') ?? undefined;
  return object ? { kind: 'index', object, key } : OTHER;
}

function call(node: SyntaxNode, kind: string): Shape {
  const construct =
    kind === 'new_expression' || kind === 'object_creation_expression';
  const list = node.field('arguments');
  const args = list ? argumentsOf(list) : [];
  if (kind === 'method_invocation') {
    const name = node.field('name');
    const receiver = node.field('object');
    return name
      ? {
          kind: 'call',
          callee: name,
          ...(receiver ? { receiver } : {}),
          method: name.text(),
          args,
          construct,
        }
      : OTHER;
  }
  const callee =
    node.field('function') ?? node.field('constructor') ?? node.field('type');
  if (!callee) {
    return OTHER;
  }
  const own = shapeOf(callee);
  return {
    kind: 'call',
    callee,
    ...(own.kind === 'member' ? { receiver: own.object } : {}),
    method: own.kind === 'member' ? own.property : lastName(callee),
    args,
    construct,
  };
}

function lastName(node: SyntaxNode): string {
  return /[\w$]*$/.exec(node.text())![0];
}

function argumentsOf(list: SyntaxNode): Piece[] {
  const kind = list.kind();
  return kind === 'template_string' || kind === 'generator_expression'
    ? [{ value: list }]
    : piecesOf(list);
}

/** Entries of a collection or an argument list. */
export function piecesOf(node: SyntaxNode): Piece[] {
  return partsOf(node).flatMap((child): Piece[] => {
    switch (child.kind()) {
      case 'keyword_argument':
      case 'pair':
      case 'keyed_element': {
        const [first, last] = partsOf(child);
        const key = child.field('name') ?? child.field('key') ?? first;
        const value = child.field('value') ?? last;
        return key && value ? [{ name: unquoted(key.text()), value }] : [];
      }
      case 'shorthand_property_identifier':
        return [{ name: child.text(), value: child }];
      case 'list_splat':
      case 'dictionary_splat':
      case 'spread_element':
        return [{ value: child, spread: true }];
      case 'method_definition':
        return [];
      default:
        return [{ value: child }];
    }
  });
}

function unquoted(text: string): string {
  return text.replace(/^["'`]|["'`]$/g, '');
}

function textual(node: SyntaxNode, kind: string): Shape {
  const children = node.children();
  if (kind === 'concatenated_string') {
    return joinedOf(
      partsOf(node).flatMap(item => {
        const own = shapeOf(item);
        return own.kind === 'joined' ? own.parts : [literalText(item)];
      }),
      '',
    );
  }
  const parts = children.flatMap((child): (SyntaxNode | string)[] => {
    const own = child.kind();
    if (own === 'interpolation' || own === 'template_substitution') {
      const [inner] = partsOf(child);
      return inner ? [inner] : [];
    }
    return own === 'string_content' || own === 'string_fragment'
      ? [child.text()]
      : [];
  });
  return joinedOf(parts, '');
}

function joinedOf(parts: (SyntaxNode | string)[], operator: string): Shape {
  return parts.every(part => typeof part === 'string')
    ? CONSTANT
    : { kind: 'joined', parts, operator };
}

/** Text of a literal without quotes and prefix. */
export function literalText(node: SyntaxNode): string {
  const text = node.text();
  const start = text.search(/["'`]/);
  if (start < 0) {
    return text;
  }
  const mark = /^(?:"""|''')/.test(text.slice(start)) ? 3 : 1;
  return text.slice(start + mark, Math.max(start + mark, text.length - mark));
}

/** Operands of a long sum are read in a loop: the trees lean to the left and may be deep. */
function binary(node: SyntaxNode): Shape {
  const operator = node.field('operator')?.text() ?? '';
  if (CHOICES.has(operator)) {
    return {
      kind: 'choice',
      options: [node.field('left'), node.field('right')].flatMap(
        item => item ?? [],
      ),
    };
  }
  if (!['+', '/', '%'].includes(operator)) {
    return operator ? CONSTANT : OTHER;
  }
  if (operator === '%') {
    return percent(node);
  }
  const parts: (SyntaxNode | string)[] = [];
  let current: SyntaxNode | null = node;
  for (let depth = 0; current && depth < 200; depth++) {
    const same: boolean =
      ['binary_operator', 'binary_expression'].includes(current.kind()) &&
      current.field('operator')?.text() === operator;
    if (!same) {
      parts.unshift(...operand(current));
      break;
    }
    const right: SyntaxNode | null = current.field('right');
    if (right) {
      parts.unshift(...operand(right));
    }
    current = current.field('left');
  }
  return joinedOf(parts, operator);
}

/** `"a %s b" % x` as its parts; numbers are left out. */
function percent(node: SyntaxNode): Shape {
  const [left, right] = [node.field('left'), node.field('right')];
  if (!left || !right || shapeOf(left).kind !== 'constant') {
    return CONSTANT;
  }
  const own = shapeOf(right);
  const values =
    own.kind === 'collection' ? own.items.map(item => item.value) : [right];
  const parts: (SyntaxNode | string)[] = [];
  const text = literalText(left);
  let from = 0;
  let index = 0;
  for (const match of text.matchAll(
    /%(?:\(\w*\))?[-#0 +]?[\d.]{0,6}([a-z])/gi,
  )) {
    parts.push(text.slice(from, match.index));
    from = match.index + match[0].length;
    const value = values[Math.min(index, values.length - 1)];
    index += 1;
    if (value && /[sra]/.test(match[1])) {
      parts.push(value);
    }
  }
  parts.push(text.slice(from));
  return joinedOf(parts, '');
}

function operand(node: SyntaxNode): (SyntaxNode | string)[] {
  const own = shapeOf(node);
  if (own.kind === 'joined' && own.operator === '') {
    return own.parts;
  }
  return own.kind === 'constant' ? [literalText(node)] : [node];
}

/** `a.b.c` of names only, also with `?.`, `this` and `self`; `undefined` for anything else. */
export function chainOf(node: SyntaxNode): string | undefined {
  const names: string[] = [];
  let current = node;
  for (let depth = 0; depth < 12; depth++) {
    const own = shapeOf(current);
    if (own.kind === 'name') {
      return [own.name, ...names].join('.');
    }
    if (own.kind === 'wrapped') {
      current = own.inner;
    } else if (own.kind === 'member') {
      names.unshift(own.property);
      current = own.object;
    } else {
      return undefined;
    }
  }
  return undefined;
}

/** Name of what is called, for tables: `os.path.join`, `.read_text` behind anything that is no name. */
export function calleeName(
  own: Extract<Shape, { kind: 'call' }>,
  resolve: (text: string) => string,
): string {
  const chain = chainOf(own.callee);
  if (own.receiver && own.callee === undefined) {
    return `.${own.method}`;
  }
  if (chain !== undefined && !isBareMethod(own)) {
    return resolve(chain);
  }
  const receiver = own.receiver && chainOf(own.receiver);
  return receiver === undefined
    ? `.${own.method}`
    : `${resolve(receiver)}.${own.method}`;
}

/** Java keeps receiver and name apart. */
function isBareMethod(own: Extract<Shape, { kind: 'call' }>): boolean {
  return own.receiver !== undefined && own.callee.kind() === 'identifier';
}

export const lineOf = (node: SyntaxNode) => node.range().start.line + 1;
export const endLineOf = (node: SyntaxNode) => node.range().end.line + 1;
