import type { SyntaxNode } from '../../../syntax/nodes';
import { FileSyntax } from '../../../syntax/schema';
import { argumentNodes } from '../../applications/code';

/** A chain of calls around its first one: `select(A).where(x).limit(1)`. */
export interface Chain {
  /** Outermost call of the chain. */
  top: SyntaxNode;
  /** Methods with their arguments, in order; the first call is not among them. */
  links: { method: string; args: SyntaxNode[] }[];
  /** Names of the calls that the chain is an argument of, innermost first. */
  wrappers: string[];
  /** Variable that takes the result. */
  variable?: string;
}

const MAX_LINKS = 60;
const TRANSPARENT = new Set([
  'await',
  'await_expression',
  'parenthesized_expression',
  'argument_list',
  'arguments',
  'as_expression',
  'non_null_expression',
  'satisfies_expression',
  'keyword_argument',
]);

/** Follows a call outwards through what is called on its result. */
export function chainOf(call: SyntaxNode): Chain {
  const links: Chain['links'] = [];
  let top = call;
  for (let count = 0; count < MAX_LINKS; count++) {
    let parent = top.parent();
    // `(await x).y()` and `(\n  select(A)\n  .where(…)\n)`.
    while (
      parent &&
      (parent.kind() === 'parenthesized_expression' ||
        parent.kind() === 'non_null_expression')
    ) {
      parent = parent.parent();
    }
    const isMember =
      parent?.kind() === 'attribute' ||
      parent?.kind() === 'member_expression' ||
      parent?.kind() === 'selector_expression';
    const outer = isMember ? parent!.parent() : undefined;
    if (
      !parent ||
      !outer ||
      !/^call/.test(outer.kind()) ||
      outer.field('function')?.id() !== parent.id()
    ) {
      break;
    }
    links.push({
      method:
        (
          parent.field('attribute') ??
          parent.field('property') ??
          parent.field('field')
        )?.text() ?? '',
      args: argumentNodes(outer),
    });
    top = outer;
  }
  const wrappers: string[] = [];
  let variable: string | undefined;
  let node = top;
  for (let depth = 0; depth < 12; depth++) {
    const parent = node.parent();
    if (!parent) {
      break;
    }
    const kind = parent.kind();
    if (/^call/.test(kind)) {
      const callee = parent.field('function')?.text() ?? '';
      // What is called on the result of a wrapper belongs to the same statement.
      wrappers.push(callee.slice(-200));
    } else if (kind === 'assignment' || kind === 'named_expression') {
      variable = (parent.field('left') ?? parent.field('name'))?.text();
      break;
    } else if (
      kind === 'variable_declarator' ||
      kind === 'assignment_expression'
    ) {
      variable = (parent.field('name') ?? parent.field('left'))?.text();
      break;
    } else if (
      !TRANSPARENT.has(kind) &&
      kind !== 'attribute' &&
      kind !== 'member_expression'
    ) {
      break;
    }
    node = parent;
  }
  return { top, links, wrappers, ...(variable ? { variable } : {}) };
}

/** Texts that are added to a statement later: `query = query.where(…)`. */
export function refinements(
  file: FileSyntax,
  variable: string | undefined,
  enclosing: readonly string[],
  line: number,
): string[] {
  if (!variable || !/^[\w$]+$/.test(variable)) {
    return [];
  }
  const scope = enclosing.join('\n');
  const used = new RegExp(`(?:^|[^.\\w$])${variable.replace(/\$/g, '\\$')}\\b`);
  return file.assignments
    .filter(
      item =>
        item.target === variable &&
        item.line > line &&
        used.test(item.text) &&
        item.enclosing.join('\n') === scope,
    )
    .map(item => item.text);
}
