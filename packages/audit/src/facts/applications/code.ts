import type { SyntaxNode } from '../../syntax/nodes';
import { CallFact, FileSyntax } from '../../syntax/schema';
import { SpanFact } from './schema';

/** Kinds of nodes that are calls, in the grammars that we read. */
const FUNCTION_KINDS = new Set([
  'arrow_function',
  'function_expression',
  'function',
  'function_declaration',
  'lambda',
  'func_literal',
  'lambda_expression',
  'method_definition',
  'function_definition',
]);

/** First line, from 1. */
export const lineOf = (node: SyntaxNode) => node.range().start.line + 1;

/** Last line, from 1. */
export const endLineOf = (node: SyntaxNode) => node.range().end.line + 1;

export const spanOf = (path: string, node: SyntaxNode): SpanFact => ({
  path,
  line: lineOf(node),
  endLine: endLineOf(node),
});

export const isFunction = (node: SyntaxNode) => FUNCTION_KINDS.has(node.kind());

/** All nodes of one kind in document order; nothing for a kind that the grammar does not have. */
export function nodesOfKind(root: SyntaxNode, kind: string): SyntaxNode[] {
  try {
    return root.findAll({ rule: { kind } });
  } catch {
    return [];
  }
}

/** The syntax node behind a call, for what its facts do not carry. */
export function nodeOfCall(
  file: FileSyntax,
  call: CallFact,
): SyntaxNode | undefined {
  return file.nodeOf(call);
}

/** Named children, comments left out. */
export function namedChildren(node: SyntaxNode): SyntaxNode[] {
  return node
    .children()
    .filter(child => child.isNamed() && !child.kind().includes('comment'));
}

/** Argument nodes of a call. */
export function argumentNodes(call: SyntaxNode): SyntaxNode[] {
  const list = call.field('arguments');
  return list ? namedChildren(list) : [];
}

/** Argument by keyword, or by position among those without one. */
export function argumentNode(
  call: SyntaxNode,
  name: string | undefined,
  position?: number,
): SyntaxNode | undefined {
  const all = argumentNodes(call);
  const keyword = all.find(
    node =>
      node.kind() === 'keyword_argument' && node.field('name')?.text() === name,
  );
  if (keyword) {
    return keyword.field('value') ?? undefined;
  }
  return position === undefined
    ? undefined
    : all.filter(node => node.kind() !== 'keyword_argument')[position];
}

/** Text of a string literal without its quotes; `undefined` for what is no plain string. */
export function stringText(node: SyntaxNode): string | undefined {
  const kind = node.kind();
  if (
    kind === 'string' ||
    kind === 'string_literal' ||
    kind === 'interpreted_string_literal' ||
    kind === 'raw_string_literal' ||
    kind === 'template_string'
  ) {
    if (
      node
        .children()
        .some(child =>
          ['interpolation', 'template_substitution'].includes(child.kind()),
        )
    ) {
      return undefined;
    }
    const content = node
      .children()
      .filter(child => child.kind() === 'string_content');
    if (content.length) {
      return content.map(child => child.text()).join('');
    }
    const text = node.text();
    const start = text.search(/["'`]/);
    const quote =
      text.slice(start).startsWith('"""') || text.slice(start).startsWith("'''")
        ? 3
        : 1;
    return start < 0
      ? undefined
      : text.slice(start + quote, text.length - quote);
  }
  return undefined;
}

/** Value of an entry of an object or dictionary literal. */
export function entryNode(
  object: SyntaxNode,
  key: string,
): SyntaxNode | undefined {
  for (const child of namedChildren(object)) {
    const kind = child.kind();
    if (kind === 'pair') {
      const name = child.field('key');
      if (name && (stringText(name) ?? name.text()) === key) {
        return child.field('value') ?? undefined;
      }
    } else if (
      kind === 'shorthand_property_identifier' &&
      child.text() === key
    ) {
      return child;
    } else if (
      kind === 'method_definition' &&
      child.field('name')?.text() === key
    ) {
      return child;
    }
  }
  return undefined;
}

/** Removes what does not change a value: parentheses, casts, `await`, non-null marks. */
export function unwrap(node: SyntaxNode): SyntaxNode {
  let current = node;
  for (let depth = 0; depth < 10; depth++) {
    const kind = current.kind();
    if (
      ![
        'parenthesized_expression',
        'as_expression',
        'satisfies_expression',
        'non_null_expression',
        'await_expression',
        'await',
        'type_assertion',
      ].includes(kind)
    ) {
      return current;
    }
    const inner = namedChildren(current);
    const next = kind === 'type_assertion' ? inner[inner.length - 1] : inner[0];
    if (!next) {
      return current;
    }
    current = next;
  }
  return current;
}

/** What an environment condition around a node says. */
export interface EnvironmentCondition {
  text: string;
  /** `true`: holds outside production only; `false`: holds in production; `undefined`: cannot tell. */
  developmentOnly: boolean | undefined;
}

const ENVIRONMENT_NAME =
  /(?:^|[^a-z])(?:env|environment|node_env|app_env|debug|profile|stage|dev|is_?dev\w*|is_?prod\w*|is_?local|is_?test\w*|testing|test_?mode|dev_mode|development|production|gin\.mode)(?![a-z])/i;
const PRODUCTION_WORD = /prod/i;
const DEVELOPMENT_WORD = /(?:^|[^a-z])(?:is_?)?(?:dev|debug|local|test)/i;

/** Reads whether a condition holds in production. */
export function readCondition(text: string): EnvironmentCondition | undefined {
  const split = text.replace(/([a-z])([A-Z])/g, '$1_$2');
  if (!ENVIRONMENT_NAME.test(split)) {
    return undefined;
  }
  const negated =
    /!=/.test(text) ||
    /(?:^|\W)not(?:\W)/.test(text) ||
    /(?:^|[(&|\s])!(?!=)/.test(text);
  const production = PRODUCTION_WORD.test(split);
  const development = DEVELOPMENT_WORD.test(split);
  if (production === development) {
    return { text, developmentOnly: undefined };
  }
  return { text, developmentOnly: production ? negated : !negated };
}

/** The nearest environment condition around a node within its function or module. */
export function environmentCondition(
  node: SyntaxNode,
): EnvironmentCondition | undefined {
  let child = node;
  for (const ancestor of node.ancestors()) {
    const kind = ancestor.kind();
    if (
      kind === 'if_statement' ||
      kind === 'ternary_expression' ||
      kind === 'conditional_expression' ||
      kind === 'elif_clause'
    ) {
      const parts = namedChildren(ancestor);
      const condition =
        ancestor.field('condition') ??
        (kind === 'conditional_expression' ? parts[1] : undefined);
      const known = condition && readCondition(condition.text());
      if (condition && known && condition.id() !== child.id()) {
        const alternative =
          kind === 'conditional_expression'
            ? parts[2]?.id() === child.id()
            : ['else_clause'].includes(child.kind()) ||
              (ancestor.field('alternative')?.id() === child.id() &&
                child.kind() !== 'elif_clause');
        return {
          text: alternative ? `not (${known.text})` : known.text,
          developmentOnly:
            known.developmentOnly === undefined
              ? undefined
              : known.developmentOnly !== alternative,
        };
      }
    }
    if (kind === 'short_circuit' || kind === 'binary_expression') {
      const operator = ancestor.field('operator')?.text();
      const left = ancestor.field('left');
      if (operator === '&&' && left && left.id() !== child.id()) {
        const known = readCondition(left.text());
        if (known) {
          return known;
        }
      }
    }
    child = ancestor;
  }
  return undefined;
}

/** `a.b.c` for a chain of names, also when written with `?.`; `undefined` for anything else. */
export function dottedName(node: SyntaxNode): string | undefined {
  const plain = unwrap(node);
  const kind = plain.kind();
  if (
    kind === 'identifier' ||
    kind === 'property_identifier' ||
    kind === 'this' ||
    kind === 'shorthand_property_identifier'
  ) {
    return plain.text();
  }
  if (
    kind === 'attribute' ||
    kind === 'member_expression' ||
    kind === 'selector_expression'
  ) {
    const object = plain.field('object') ?? plain.field('operand');
    const property =
      plain.field('attribute') ??
      plain.field('property') ??
      plain.field('field');
    const base = object && dottedName(object);
    return base && property ? `${base}.${property.text()}` : undefined;
  }
  return undefined;
}

/** Joins two pieces of a path; the result starts with one `/` and has no `/` at its end. */
export function joinPaths(...pieces: (string | undefined)[]): string {
  const joined = pieces
    .filter((piece): piece is string => Boolean(piece))
    .join('/')
    .split('/')
    .filter(Boolean)
    .join('/');
  return `/${joined}`;
}

/** Whether one scope lies in another. */
export const isWithin = (scope: readonly string[], outer: readonly string[]) =>
  outer.every((name, index) => scope[index] === name);

/** Whether a name is written in a text as a whole word. */
export function mentions(text: string, name: string): boolean {
  let from = text.indexOf(name);
  while (from >= 0) {
    const before = text[from - 1] ?? ' ';
    const after = text[from + name.length] ?? ' ';
    if (!/[\w$]/.test(before) && !/[\w$]/.test(after)) {
      return true;
    }
    from = text.indexOf(name, from + 1);
  }
  return false;
}

/** Elements of a list, tuple or argument list as written, brackets taken off. */
export function splitList(text: string): string[] {
  const inner = text
    .trim()
    .replace(/^[[(]/, '')
    .replace(/[\])]$/, '');
  const result: string[] = [];
  let depth = 0;
  let quote = '';
  let start = 0;
  for (let at = 0; at < inner.length; at++) {
    const sign = inner[at];
    if (quote) {
      if (sign === quote && inner[at - 1] !== '\\') {
        quote = '';
      }
    } else if (sign === '"' || sign === "'" || sign === '`') {
      quote = sign;
    } else if ('([{'.includes(sign)) {
      depth++;
    } else if (')]}'.includes(sign)) {
      depth--;
    } else if (sign === ',' && depth === 0) {
      result.push(inner.slice(start, at).trim());
      start = at + 1;
    }
  }
  result.push(inner.slice(start).trim());
  return result.filter(Boolean);
}

/** Name at the front of an expression as written: `a.b` of `a.b({ c })`. */
export function leadingName(text: string): string | undefined {
  return /^(?:new\s+|await\s+)?([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*)/.exec(
    text,
  )?.[1];
}
