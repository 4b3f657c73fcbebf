import { Node, ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { YamlEntry, YamlValue } from '../../facts/yaml/schema';

const MAX_DEPTH = 200;

/**
 * Reads JSON, also with comments and trailing commas, with the place of every key and value.
 *
 * @throws Error with the reason when it is none.
 */
export function parseJsonWithPlaces(text: string): YamlValue {
  const errors: ParseError[] = [];
  const starts = lineStarts(text);
  let tree: Node | undefined;
  try {
    tree = parseTree(
      text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text,
      errors,
      { allowTrailingComma: true },
    );
  } catch {
    throw new Error('nested too deeply');
  }
  if (!tree || errors.length > 0) {
    const [error] = errors;
    throw new Error(
      error
        ? `${printParseErrorCode(error.error)} (line ${lineAt(
            starts,
            error.offset,
          )})`
        : 'empty',
    );
  }
  return convert(tree, starts, 0);
}

function convert(
  node: Node,
  starts: readonly number[],
  depth: number,
): YamlValue {
  if (depth > MAX_DEPTH) {
    throw new Error('nested too deeply');
  }
  const line = lineAt(starts, node.offset);
  const endLine = lineAt(starts, node.offset + Math.max(node.length - 1, 0));
  if (node.type === 'object') {
    const entries = new Map<string, YamlEntry>();
    for (const { children } of node.children ?? []) {
      const [key, value] = children ?? [];
      if (key && value) {
        const name = String(key.value);
        const converted = convert(value, starts, depth + 1);
        entries.set(name, {
          key: name,
          line: lineAt(starts, key.offset),
          endLine: converted.endLine,
          value: converted,
        });
      }
    }
    return { kind: 'map', entries, line, endLine };
  }
  if (node.type === 'array') {
    return {
      kind: 'sequence',
      items: (node.children ?? []).map(item =>
        convert(item, starts, depth + 1),
      ),
      line,
      endLine,
    };
  }
  const value = node.value as string | number | boolean | null;
  return {
    kind: 'scalar',
    value,
    text: value === null ? '' : String(value),
    line,
    endLine,
    contentLine: line,
    literal: false,
  };
}

/** Offsets at which the lines of a text start. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    starts.push(at + 1);
  }
  return starts;
}

/** Line of an offset, from 1. */
export function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (starts[middle] <= offset) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low + 1;
}
