import type { SyntaxNode } from '../../syntax/nodes';
import { FileSyntax } from '../../syntax/schema';
import { Definition, definitionsOf, Fn, functionAt } from './functions';
import { short, Use } from './guards';
import { FlowStep, SourceFact } from './schema';
import { isScript, literalText, Piece, Shape, shapeOf } from './shapes';

const ITERATES =
  /^(?:map|forEach|filter|flatMap|then|some|every|find|reduce|finally)$/;

/** Where an expression is evaluated. */
export interface Frame {
  file: FileSyntax;
  fn: Fn | undefined;
  /** Arguments of the call through which a function was entered. */
  bound?: Map<string, { node: SyntaxNode; frame: Frame }>;
  /** Calls between here and the sink. */
  depth: number;
  /** Parameters are handed in by the framework. */
  dependency?: boolean;
}

/** One way from a request to an expression. */
export interface Trail {
  source: SourceFact;
  /** From the source on. */
  steps: FlowStep[];
  uses: Use[];
  /** Callees that it went through. */
  through: string[];
  joined: boolean;
  before?: string;
  after?: string;
  unsure?: string;
}

/** What a library writes into an upload itself: where it keeps it, and under which name of its own. */
const OWN_FIELDS =
  /(?:^|\.)(?:path|filename|destination|size|mimetype|fieldname|encoding|tempFilePath|filepath|newFilename)$/;

/** Whether a field of an upload is no word of the caller. */
export const isOwnField = (
  file: FileSyntax,
  source: SourceFact,
  field: string | undefined,
): boolean =>
  source.kind === 'upload' &&
  isScript(file.language) &&
  OWN_FIELDS.test(field ?? source.name);

/** A way that begins at a source. */
export function start(source: SourceFact, hint?: string): Trail {
  return {
    source:
      hint && /^[A-Za-z_]\w*$/.test(hint) && hint !== source.name
        ? { ...source, name: `${source.name}.${hint}` }
        : source,
    steps: [],
    uses: [],
    through: [],
    joined: false,
  };
}

/** The same way one step further. */
export function step(
  trail: Trail,
  file: FileSyntax,
  line: number,
  text: string,
  use: Use,
): Trail {
  return {
    ...trail,
    steps: [...trail.steps, { path: file.path, line, text: short(text) }],
    uses: [...trail.uses, use],
  };
}

/** Ways that went through a call. */
export const through = (trails: readonly Trail[], name: string): Trail[] =>
  trails.map(trail => ({ ...trail, through: [...trail.through, name] }));

/** Definitions of a name that may hold at a place, the last first. */
export function reaching(fn: Fn, name: string, at: number): Definition[] {
  const all = (definitionsOf(fn).get(name) ?? [])
    .filter(item => item.end <= at)
    .sort((a, b) => b.start - a.start);
  const result: Definition[] = [];
  for (const item of all) {
    // What an inner function defines is its own.
    const scope = functionAt(fn.file, item.start);
    if (scope && scope.start !== fn.start) {
      continue;
    }
    result.push(item);
    if (!item.adds && item.block.start <= at && at < item.block.end) {
      break;
    }
    if (result.length >= 6) {
      break;
    }
  }
  return result;
}

/** Whether the beginning of an address says which host it is. */
export function hostIsFixed(before: string): boolean {
  const text = before.trimStart();
  return (
    /^[A-Za-z][\w+.-]*:\/\/[^/?#…]+[:/?#]/.test(text) ||
    /^(?:\.{1,2})?\/(?!\/)/.test(text) ||
    /^[?#]/.test(text)
  );
}

/** `"a {} b".format(x)` as its parts. */
export function formatted(
  text: string,
  values: readonly SyntaxNode[],
): (SyntaxNode | string)[] {
  const pieces = text.split(/\{[^{}]*\}|%s/);
  const parts: (SyntaxNode | string)[] = [];
  for (const [index, value] of values.entries()) {
    parts.push(pieces[index] ?? '', value);
  }
  parts.push(...pieces.slice(values.length));
  return parts;
}

/** Text of the first argument where it is a literal. */
export const firstText = (args: readonly Piece[]): string | undefined => {
  const [first] = args;
  return first && shapeOf(first.value).kind === 'constant'
    ? literalText(first.value)
    : undefined;
};

/** What a callback is called with: the elements of what `map` is called on. */
export function iteratedBy(fn: Fn): SyntaxNode | undefined {
  const parent = fn.node.parent();
  if (
    String(parent?.kind()) !== 'arguments' &&
    String(parent?.kind()) !== 'argument_list'
  ) {
    return undefined;
  }
  const outer = parent!.parent();
  const own = outer && shapeOf(outer);
  return own?.kind === 'call' && ITERATES.test(own.method)
    ? own.receiver
    : undefined;
}

/** Arguments of a call by the names of the parameters. */
export function bind(
  fn: Fn,
  call: Extract<Shape, { kind: 'call' }>,
  frame: Frame,
): Map<string, { node: SyntaxNode; frame: Frame }> {
  const result = new Map<string, { node: SyntaxNode; frame: Frame }>();
  const positional = call.args.filter(item => !item.name);
  let index = 0;
  for (const parameter of fn.parameters) {
    const [name] = parameter.names;
    if ((name === 'self' || name === 'cls') && fn.className) {
      continue;
    }
    const named = call.args.find(
      item => item.name !== undefined && parameter.names.includes(item.name),
    );
    const given = named ?? positional[index];
    if (!named) {
      index += 1;
    }
    if (given && !given.spread) {
      for (const item of parameter.names) {
        result.set(item, { node: given.value, frame });
      }
    }
  }
  return result;
}

/** One way a source. */
export function distinct(trails: readonly Trail[]): Trail[] {
  const seen = new Set<string>();
  return trails.filter(({ source }) => {
    const key = `${source.path}:${source.line}:${source.name}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
