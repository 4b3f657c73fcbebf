import { Node, ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

/** Entries of an object with the nodes of their keys and values. */
export type Members = Map<string, { key: Node; value: Node }>;

/**
 * Reads a text that is one JSON object.
 *
 * @throws Error with the reason. As strict as the package managers: what they refuse installs nothing.
 */
export function readObject(text: string): {
  root: Members;
  /** Line of an offset; offsets may come in any order. */
  lineOf: (offset: number) => number;
} {
  const errors: ParseError[] = [];
  const tree = parseTree(
    // Editors of Windows put a mark in front, which the managers skip; a blank keeps the offsets.
    text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text,
    errors,
    { disallowComments: true, allowTrailingComma: false },
  );
  if (errors.length > 0) {
    throw new Error(printParseErrorCode(errors[0].error));
  }
  if (tree?.type !== 'object') {
    throw new Error('no object');
  }
  return { root: members(tree), lineOf: lineCounter(text) };
}

/** Entries of an object; nothing for other values. */
export function members(node: Node | undefined): Members {
  const result: Members = new Map();
  if (node?.type === 'object') {
    for (const { children } of node.children ?? []) {
      const [key, value] = children ?? [];
      if (key && value && typeof key.value === 'string') {
        result.set(key.value, { key, value });
      }
    }
  }
  return result;
}

function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    starts.push(at + 1);
  }
  return offset => {
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
  };
}
