import type { Tree } from 'web-tree-sitter';
import { NodeColumns } from '../nodes/SyntaxTree';

/** Rows that fit before the buffers grow. */
const FIRST_ROWS = 1 << 16;

let kinds = new Uint16Array(FIRST_ROWS);
let starts = new Uint32Array(FIRST_ROWS);
let ends = new Uint32Array(FIRST_ROWS);
let parents = new Int32Array(FIRST_ROWS);
let afters = new Int32Array(FIRST_ROWS);
let fields = new Uint8Array(FIRST_ROWS);

function grow(): void {
  const rows = kinds.length * 2;
  const larger = <T extends { set(from: T): void }>(to: T, from: T) => {
    to.set(from);
    return to;
  };
  kinds = larger(new Uint16Array(rows), kinds);
  starts = larger(new Uint32Array(rows), starts);
  ends = larger(new Uint32Array(rows), ends);
  parents = larger(new Int32Array(rows), parents);
  afters = larger(new Int32Array(rows), afters);
  fields = larger(new Uint8Array(rows), fields);
}

/**
 * Copies a tree out of the parser's memory in one walk. Each step there costs a call into WebAssembly, about as much
 * as parsing three characters; afterwards no step does.
 *
 * @param named - 1 for each kind that is no mere token. Tokens have nothing inside, and are not asked for it.
 */
export function flatten(tree: Tree, named: Uint8Array): NodeColumns {
  const cursor = tree.walk();
  let row = 0;
  let rows = 0;
  let depth = 0;
  let deepest = 0;

  const enter = (parent: number) => {
    if (rows === kinds.length) {
      grow();
    }
    row = rows++;
    kinds[row] = cursor.nodeTypeId;
    starts[row] = cursor.startIndex;
    ends[row] = cursor.endIndex;
    fields[row] = cursor.currentFieldId;
    parents[row] = parent;
  };
  /** To the next node that was not seen yet: a sibling, or one of a node around. `false` at the end of the tree. */
  const leave = () => {
    for (;;) {
      afters[row] = rows;
      if (cursor.gotoNextSibling()) {
        enter(parents[row]);
        return true;
      }
      if (!cursor.gotoParent()) {
        return false;
      }
      row = parents[row];
      depth -= 1;
    }
  };

  try {
    enter(-1);
    do {
      // Errors have numbers beyond the table.
      while (named[kinds[row]] !== 0 && cursor.gotoFirstChild()) {
        enter(row);
        depth += 1;
        deepest = Math.max(deepest, depth);
      }
    } while (leave());
  } finally {
    cursor.delete();
  }
  return {
    kinds: kinds.slice(0, rows),
    starts: starts.slice(0, rows),
    ends: ends.slice(0, rows),
    parents: parents.slice(0, rows),
    afters: afters.slice(0, rows),
    fields: fields.slice(0, rows),
    depth: deepest,
  };
}
