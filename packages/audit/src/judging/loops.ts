import type { SyntaxNode } from '../syntax/nodes';
import { FileSyntax } from '../syntax/schema';

/** Something that runs its body once for each element. */
export interface Loop {
  node: SyntaxNode;
  /** What it goes over. */
  iterable: SyntaxNode;
  /** Names that stand for the element. */
  names: string[];
}

const FUNCTIONS = new Set([
  'function_definition',
  'lambda',
  'function_declaration',
  'function_expression',
  'arrow_function',
  'method_definition',
  'method_declaration',
  'func_literal',
  'lambda_expression',
]);
const COMPREHENSIONS = new Set([
  'list_comprehension',
  'set_comprehension',
  'generator_expression',
  'dictionary_comprehension',
]);
const EACH = /\.(?:map|forEach|flatMap|filter|reduce|some|every|find)$/;

/** Names in a pattern: `a, (b, c)`, `{ a, b: c }`, `const [a]`. */
const namesIn = (node: SyntaxNode | null | undefined): string[] =>
  node
    ?.text()
    .match(/[A-Za-z_$][\w$]*/g)
    ?.filter(name => !/^(?:const|let|var|async)$/.test(name)) ?? [];

const isInside = (inner: SyntaxNode, outer: SyntaxNode | null | undefined) =>
  outer !== null &&
  outer !== undefined &&
  inner.range().start.index >= outer.range().start.index &&
  inner.range().end.index <= outer.range().end.index;

/** The innermost loop whose body a node stands in, within its function; callbacks of `map` and `forEach` are bodies. */
export function loopAround(
  file: FileSyntax,
  node: SyntaxNode,
): Loop | undefined {
  let child = node;
  for (const ancestor of node.ancestors()) {
    const kind = ancestor.kind();
    if (kind === 'for_statement' && file.language === 'python') {
      const iterable = ancestor.field('right');
      if (iterable && isInside(node, ancestor.field('body'))) {
        return {
          node: ancestor,
          iterable,
          names: namesIn(ancestor.field('left')),
        };
      }
    } else if (
      kind === 'for_in_statement' ||
      kind === 'enhanced_for_statement'
    ) {
      const iterable = ancestor.field('right') ?? ancestor.field('value');
      if (iterable && isInside(node, ancestor.field('body'))) {
        return {
          node: ancestor,
          iterable,
          names: namesIn(ancestor.field('left') ?? ancestor.field('name')),
        };
      }
    } else if (COMPREHENSIONS.has(kind)) {
      const clauses = ancestor
        .children()
        .filter(item => item.is('for_in_clause'));
      const [first] = clauses;
      const iterable = first?.field('right');
      if (iterable && !isInside(node, iterable)) {
        return {
          node: ancestor,
          iterable,
          names: clauses.flatMap(item => namesIn(item.field('left'))),
        };
      }
    } else if (FUNCTIONS.has(kind)) {
      // `orders.map(async order => …)`
      const call = ancestor.parent()?.parent();
      const callee = call?.is('call_expression')
        ? call.field('function')
        : undefined;
      const iterable = callee?.field('object');
      if (
        !callee ||
        !iterable ||
        !EACH.test(callee.text()) ||
        child.id() === ancestor.id()
      ) {
        return undefined;
      }
      const parameters =
        ancestor.field('parameters') ?? ancestor.field('parameter');
      return { node: call!, iterable, names: namesIn(parameters) };
    }
    child = ancestor;
  }
  return undefined;
}

/** Whether a text has one of some names as an identifier that is no member of something else. */
export function mentions(text: string, names: readonly string[]): boolean {
  return names.some(name =>
    new RegExp(
      `(?<![\\w$.])${name.replace(/\$/g, '\\$')}(?![\\w$])(?!\\s*=[^=])`,
    ).test(text),
  );
}

const FEW =
  /^(?:\[|\(|\{|["'`]|range\(|enumerate\(\s*[[(]|Object\.(?:keys|values|entries)\(\s*[A-Z_]+\s*\)|(?:\w+\.)*[A-Z][A-Z0-9_]+(?:\.(?:items|keys|values)\(\))?$|zip\(\s*[[(])/;
const BATCHES = /chunk|batch|partition|grouper|islice|\.slice\(/i;

/** Goes over few things that stand in the code, or over batches. */
export function isShort(iterable: SyntaxNode): boolean {
  const text = iterable.text();
  return FEW.test(text) || BATCHES.test(text);
}

/** What an iterable stands for: itself, or what is assigned to its name before, in the same function. */
export function originOf(
  file: FileSyntax,
  iterable: SyntaxNode,
  scope: readonly string[],
): string {
  const text = iterable
    .text()
    .replace(
      /^(?:enumerate|list|sorted|reversed|iter|tqdm|set|tuple)\(([^]*)\)$/,
      '$1',
    )
    .replace(/^await\s+/, '');
  if (!/^[\w$]+$/.test(text)) {
    return text;
  }
  const line = iterable.range().start.line + 1;
  const found = file.assignments
    .filter(
      item =>
        item.target === text &&
        item.line <= line &&
        item.enclosing.join('.') === scope.join('.'),
    )
    .at(-1);
  return found ? found.text : text;
}
