import type { SyntaxNode } from '../../../syntax/nodes';
import { FileSyntax } from '../../../syntax/schema';
import { lineOf, namedChildren, unwrap } from '../../applications/code';

/** SQL text that stands in code, once for each value that its placeholders take. */
export interface EmbeddedSql {
  text: string;
  /** Line of the code on which the text begins. */
  line: number;
  /** A placeholder whose value is not known stands in it as `unresolved_name`. */
  unresolved: boolean;
}

export const UNRESOLVED = 'unresolved_name';
const MAX_VARIANTS = 500;
const MAX_STEPS = 4;

type Piece = { text: string } | { name: string; node: SyntaxNode };

/**
 * The texts that a string expression stands for. Placeholders are followed into constants, loops over constant lists
 * and parameters of a helper that is called with either.
 */
export function embeddedSql(file: FileSyntax, node: SyntaxNode): EmbeddedSql[] {
  const pieces = piecesOf(file, unwrap(node));
  if (!pieces) {
    return [];
  }
  const line = lineOf(node);
  const names = new Map<string, string[] | undefined>();
  for (const piece of pieces) {
    if ('name' in piece && !names.has(piece.name)) {
      names.set(piece.name, valuesOf(file, piece.node, 0));
    }
  }
  const unresolved = [...names.values()].some(values => !values);
  let variants: Map<string, string>[] = [new Map()];
  for (const [name, values] of names) {
    variants = variants.flatMap(variant =>
      (values ?? [UNRESOLVED]).map(value => new Map(variant).set(name, value)),
    );
    if (variants.length > MAX_VARIANTS) {
      variants = variants.slice(0, MAX_VARIANTS);
    }
  }
  return variants.map(variant => ({
    text: pieces
      .map(piece => ('name' in piece ? variant.get(piece.name) : piece.text))
      .join(''),
    line,
    unresolved,
  }));
}

function piecesOf(file: FileSyntax, node: SyntaxNode): Piece[] | undefined {
  const kind = node.kind();
  switch (kind) {
    case 'string':
    case 'template_string':
      return node.children().flatMap((child): Piece[] => {
        const part = child.kind();
        if (part === 'interpolation' || part === 'template_substitution') {
          const [inner] = namedChildren(child);
          return inner ? [{ name: inner.text(), node: inner }] : [];
        }
        return part === 'string_content' ||
          part === 'string_fragment' ||
          part === 'escape_sequence'
          ? [{ text: child.text() }]
          : [];
      });
    case 'concatenated_string':
      return namedChildren(node).flatMap(child => piecesOf(file, child) ?? []);
    case 'binary_operator':
    case 'binary_expression': {
      const left = node.field('left');
      const right = node.field('right');
      if (node.field('operator')?.text() !== '+' || !left || !right) {
        return undefined;
      }
      const first = piecesOf(file, unwrap(left));
      const second = piecesOf(file, unwrap(right));
      return first || second
        ? [...(first ?? []), ...(second ?? [])]
        : undefined;
    }
    case 'call':
    case 'call_expression': {
      // `text("…")`, `sa.text(…)`, `textwrap.dedent(…)`, `sql.raw(…)`, `"…".format(table=…)`.
      const callee = node.field('function');
      const method = callee?.field('attribute') ?? callee?.field('property');
      const object = callee?.field('object');
      if (method?.text() === 'format' && object) {
        return formatPieces(file, node, object);
      }
      const [first] = namedChildren(node.field('arguments') ?? node);
      return first && first.id() !== callee?.id()
        ? piecesOf(file, unwrap(first))
        : undefined;
    }
    case 'identifier':
    case 'attribute':
    case 'member_expression': {
      const value = file.valueOf(node);
      return typeof value === 'string'
        ? [{ text: value }]
        : [{ name: node.text(), node }];
    }
    default:
      return undefined;
  }
}

function formatPieces(
  file: FileSyntax,
  call: SyntaxNode,
  object: SyntaxNode,
): Piece[] | undefined {
  const text = file.valueOf(object);
  if (typeof text !== 'string') {
    return undefined;
  }
  const args = namedChildren(call.field('arguments') ?? call);
  const byName = new Map<string, SyntaxNode>();
  const positional: SyntaxNode[] = [];
  for (const item of args) {
    const name = item.field('name')?.text();
    const value = item.field('value');
    if (item.kind() === 'keyword_argument' && name && value) {
      byName.set(name, value);
    } else {
      positional.push(item);
    }
  }
  let next = 0;
  return text.split(/(\{\w*\})/).map((part): Piece => {
    const key = /^\{(\w*)\}$/.exec(part)?.[1];
    if (key === undefined) {
      return { text: part };
    }
    const node =
      key === ''
        ? positional[next++]
        : byName.get(key) ?? positional[Number(key)];
    return node ? { name: node.text(), node } : { text: part };
  });
}

/** Texts that an expression may be. */
function valuesOf(
  file: FileSyntax,
  node: SyntaxNode,
  steps: number,
): string[] | undefined {
  const plain = unwrap(node);
  const value = file.valueOf(plain);
  if (typeof value === 'string' || typeof value === 'number') {
    return [String(value)];
  }
  if (steps > MAX_STEPS || !['identifier'].includes(plain.kind())) {
    return undefined;
  }
  const name = plain.text();
  for (const ancestor of plain.ancestors()) {
    const kind = ancestor.kind();
    if (kind === 'for_statement' || kind === 'for_in_statement') {
      const left = ancestor.field('left');
      const right = ancestor.field('right');
      const names = left ? left.text().match(/\w+/g) ?? [] : [];
      const index = names.filter(item => item !== 'const').indexOf(name);
      if (index >= 0 && right) {
        return elementsOf(
          file,
          right,
          names.filter(item => item !== 'const').length,
          index,
        );
      }
    }
    if (
      [
        'function_definition',
        'function_declaration',
        'arrow_function',
        'method_definition',
      ].includes(kind)
    ) {
      const found = parameterValues(file, ancestor, name, steps);
      if (found !== 'no parameter') {
        return found;
      }
    }
  }
  return undefined;
}

/** Strings of a constant list, or the given position of its rows. */
function elementsOf(
  file: FileSyntax,
  node: SyntaxNode,
  width: number,
  index: number,
): string[] | undefined {
  let source = unwrap(node);
  // `reversed(TABLES)`, `sorted(TABLES)`, `Object.keys(TABLES)`, `TABLES.items()`.
  for (let depth = 0; depth < 3 && /^call/.test(source.kind()); depth++) {
    const callee = source.field('function');
    const [first] = namedChildren(source.field('arguments') ?? source);
    const object = callee?.field('object');
    const method =
      callee?.field('attribute')?.text() ?? callee?.field('property')?.text();
    const next =
      object && ['items', 'keys', 'values'].includes(method ?? '') && !first
        ? object
        : first;
    if (!next || next.id() === source.id()) {
      return undefined;
    }
    source = unwrap(next);
  }
  const value = file.valueOf(source);
  if (Array.isArray(value)) {
    const items = value.map(item => {
      const element = width > 1 && Array.isArray(item) ? item[index] : item;
      return typeof element === 'string' ? element : undefined;
    });
    return items.every((item): item is string => item !== undefined)
      ? items
      : undefined;
  }
  if (value && typeof value === 'object') {
    const items = index === 0 ? Object.keys(value) : Object.values(value);
    return items.every((item): item is string => typeof item === 'string')
      ? items
      : undefined;
  }
  return undefined;
}

/** What a helper is called with for one of its parameters. */
function parameterValues(
  file: FileSyntax,
  definition: SyntaxNode,
  name: string,
  steps: number,
): string[] | undefined | 'no parameter' {
  const list = definition.field('parameters');
  const single = definition.field('parameter');
  const names = [
    ...(single ? [single] : []),
    ...(list ? namedChildren(list) : []),
  ].map(
    item =>
      /^[\w$]+/.exec(
        (item.field('name') ?? item.field('pattern') ?? item).text(),
      )?.[0],
  );
  const position = names.indexOf(name);
  if (position < 0) {
    return 'no parameter';
  }
  // `TABLES.forEach(table => …)`
  const call = definition.parent()?.parent();
  const callee = call?.field('function');
  if (
    callee &&
    /^(?:forEach|map)$/.test(callee.field('property')?.text() ?? '') &&
    callee.field('object')
  ) {
    return position === 0
      ? elementsOf(file, callee.field('object')!, 1, 0)
      : undefined;
  }
  const own = definition.field('name')?.text();
  if (!own) {
    return undefined;
  }
  const result: string[] = [];
  const kind = file.language === 'python' ? 'call' : 'call_expression';
  for (const other of file.root.findAll({ rule: { kind } })) {
    const target = other.field('function');
    if (!target || target.text().split('.').pop() !== own) {
      continue;
    }
    const args = namedChildren(other.field('arguments') ?? other);
    const argument =
      args.find(item => item.field('name')?.text() === name)?.field('value') ??
      args[position];
    const values = argument && valuesOf(file, argument, steps + 1);
    if (!values) {
      return undefined;
    }
    result.push(...values);
  }
  return result.length > 0 ? [...new Set(result)] : undefined;
}
