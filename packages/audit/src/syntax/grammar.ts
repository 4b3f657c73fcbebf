import type { SyntaxNode } from './nodes';
import { ConstantValue, ImportFact, ParameterFact } from './schema';

/** A call as the grammar sees it, before names are resolved. */
export interface RawCall {
  callee: string;
  args: SyntaxNode[];
  /** `new X()`, a Java constructor or a Go composite literal. */
  construct: boolean;
}

export interface RawArgument {
  name?: string;
  value: SyntaxNode;
}

/** One name on the left with the node on the right, where one belongs to it. */
export interface RawAssignment {
  target: string;
  annotation?: string;
  value: SyntaxNode | undefined;
  tag?: string;
  node: SyntaxNode;
}

/** Read lazily: each property costs a few steps in the tree. */
export interface RawFunction {
  name: string | undefined;
  parameters: ParameterFact[];
  returns?: string;
  decorators: string[];
  async: boolean;
  /** What is inside: the scope of its names. Missing for a signature. */
  body: SyntaxNode | undefined;
}

export interface RawClass {
  name: string | undefined;
  bases: string[];
  decorators: string[];
  body: SyntaxNode | undefined;
  /** Fields that are no assignments in this language. */
  fields?: RawAssignment[];
}

export interface RawComparison {
  operator: string;
  left: string;
  right: string;
}

export type RawImport = Omit<ImportFact, 'path' | 'line'> & {
  node: SyntaxNode;
};

/** Computes nodes; gives `undefined` for what has no constant value. */
export interface Evaluator {
  /** Value of any expression. */
  value(node: SyntaxNode): ConstantValue | undefined;
  /** Value of a name (`A`, `settings.A`) as seen from a node. */
  name(text: string, from: SyntaxNode): ConstantValue | undefined;
}

/**
 * What the index has to know of a language: which kinds of nodes carry a fact, and how to read them. Nothing here
 * walks a tree; nodes are found by kind.
 */
export interface Grammar {
  importKinds: readonly string[];
  /** Of these, kinds that carry an import only where `mayImport` says so. */
  rareImportKinds?: ReadonlySet<string>;
  mayImport?(text: string): boolean;
  imports(node: SyntaxNode): RawImport[];
  callKinds: readonly string[];
  /** Of these, kinds that begin with their callee as written: `name(…)`. */
  plainCallKinds?: ReadonlySet<string>;
  call(node: SyntaxNode): RawCall | undefined;
  argument(node: SyntaxNode): RawArgument;
  /** Entries of an object literal, dictionary or keyword dictionary; `undefined` for other nodes. */
  entries(node: SyntaxNode): RawArgument[] | undefined;
  /** Name of the function or class that the call decorates. */
  decorated(node: SyntaxNode): string | undefined;
  assignmentKinds: readonly string[];
  /** Whether a node that begins with `name =` is one assignment to that name. */
  plainTargets?: boolean;
  assignments(node: SyntaxNode): RawAssignment[];
  /** Nodes that give a name another value than an assignment does: loops, `+=`, patterns. */
  rebindingKinds: readonly string[];
  rebound(node: SyntaxNode): string[];
  /** Names of a wrapper through which an assigned value is reached: `await`, parentheses, casts. */
  transparentKinds: ReadonlySet<string>;
  functionKinds: readonly string[];
  function(node: SyntaxNode): RawFunction;
  classKinds: readonly string[];
  class(node: SyntaxNode): RawClass;
  comparisonKinds: readonly string[];
  comparisons(node: SyntaxNode): RawComparison[];
  /** Value of an expression by its kind. */
  evaluate(node: SyntaxNode, evaluator: Evaluator): ConstantValue | undefined;
  /** How a resolved name is made from an import. */
  qualify(item: { module: string; imported: string }): string;
  /** Paths of the tree in which an imported module may be, best first. */
  modulePaths(from: string, module: string, imported: string): string[];
}

/** Text in one line, for names and annotations. */
export function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

export function textOf(
  node: SyntaxNode | null | undefined,
): string | undefined {
  return node ? flat(node.text()) : undefined;
}

/** Named children without comments. */
export function parts(node: SyntaxNode): SyntaxNode[] {
  return node
    .namedChildren()
    .filter(
      child =>
        !['comment', 'line_comment', 'block_comment'].includes(child.kind()),
    );
}

/** Arguments of a call; a generator or template that is passed without a list is one. */
export function argumentsOf(node: SyntaxNode, list: string): SyntaxNode[] {
  const args = node.field('arguments');
  if (!args) {
    return [];
  }
  return args.is(list) ? parts(args) : [args];
}

/** Longest callee that is kept as written; a chain of builders is cut to its last link. */
const MAX_CALLEE = 200;

/** A callee as one line without optional chaining. */
export function calleeText(
  node: SyntaxNode,
  lastName: SyntaxNode | null,
): string {
  const { start, end } = node.range();
  if (end.index - start.index > MAX_CALLEE) {
    return lastName ? `….${lastName.text()}` : '…';
  }
  return node
    .text()
    .replace(/\s+/g, node.text().startsWith('new ') ? ' ' : '')
    .replace(/\?\./g, '.')
    .replace(/!(?=\.|$)/g, '');
}

/** Adds or joins two constants, as `+` does. */
export function plus(
  left: ConstantValue | undefined,
  right: ConstantValue | undefined,
): ConstantValue | undefined {
  if (typeof left === 'number' && typeof right === 'number') {
    return left + right;
  }
  if (typeof left === 'string' && typeof right === 'string') {
    return left + right;
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    return [...left, ...right];
  }
  return undefined;
}

const NUMERIC: Record<string, (left: number, right: number) => number> = {
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '//': (left, right) => Math.floor(left / right),
  '%': (left, right) => left % right,
  '**': (left, right) => left ** right,
  // Not `<<`: JavaScript's would wrap at 32 bits.
  '<<': (left, right) => left * 2 ** right,
};

/** Arithmetic on constants; `undefined` for anything that is not finite. */
export function arithmetic(
  operator: string,
  left: ConstantValue | undefined,
  right: ConstantValue | undefined,
): ConstantValue | undefined {
  if (operator === '+') {
    return plus(left, right);
  }
  if (typeof left !== 'number' || typeof right !== 'number') {
    return undefined;
  }
  const result = NUMERIC[operator]?.(left, right);
  return result !== undefined && Number.isFinite(result) ? result : undefined;
}

/** Digits in any of the four languages; `undefined` when it is no number. */
export function parseNumber(text: string): number | undefined {
  const digits = text
    .replace(/_/g, '')
    .replace(/(?<=^\d[\d.]*)[lLfFdDnjJ]$/, '');
  const number = Number(/^0\d+$/.test(digits) ? `0o${digits}` : digits);
  return Number.isNaN(number) ? undefined : number;
}

const ESCAPES: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '0': '\0',
  '\n': '',
};

/** Resolves backslashes as far as strings that are compared need it. */
export function unescapeText(text: string): string {
  return text.includes('\\')
    ? text.replace(
        /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([^]))/g,
        (_, long?: string, short?: string, letter?: string) => {
          const code = long ?? short;
          return code
            ? String.fromCharCode(parseInt(code, 16))
            : ESCAPES[letter!] ?? letter!;
        },
      )
    : text;
}

/** Sets a property without ever touching a prototype. */
export function record(entries: Iterable<readonly [string, ConstantValue]>): {
  [key: string]: ConstantValue;
} {
  const result: { [key: string]: ConstantValue } = {};
  for (const [key, value] of entries) {
    Object.defineProperty(result, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return result;
}
