import { NodeKinds } from './NodeKinds';
import { SyntaxNode } from './SyntaxNode';

/**
 * The nodes of a tree in the order of the text, a parent before its children: one row a node, one array a column. Some
 * 19 bytes a node, and looking at a node is looking into an array.
 */
export interface NodeColumns {
  /** Kind, by the number that the grammar gives it. */
  kinds: Uint16Array;
  /** Offset of the first character. */
  starts: Uint32Array;
  /** Offset after the last character. */
  ends: Uint32Array;
  /** Row of the parent; -1 for the root. */
  parents: Int32Array;
  /** Row after the last node inside. It is the next sibling, where the parent has one more child. */
  afters: Int32Array;
  /** Field of the parent that the node fills, by number; 0 for none. */
  fields: Uint8Array;
  /** Nodes above the deepest node. */
  depth: number;
}

const LINE_BREAK = 10;

/** Grammars have some hundred kinds; errors have the two highest numbers, which would make the table large. */
const SLOTS = 1024;

function slotOf(kind: number): number {
  return kind >= 0xfffe ? SLOTS - (0xffff - kind) : kind;
}

/** Rows of all trees together, so that the number of a node means no other one in the same process. */
let rows = 0;

/** The syntax tree of one text. */
export class SyntaxTree {
  readonly text: string;
  readonly kinds: NodeKinds;
  readonly columns: NodeColumns;
  /** Identity of the first node; the others follow. */
  readonly firstId: number;
  private lines: Uint32Array | undefined;
  private byKind: { offsets: Uint32Array; rows: Uint32Array } | undefined;

  constructor(text: string, kinds: NodeKinds, columns: NodeColumns) {
    this.text = text;
    this.kinds = kinds;
    this.columns = columns;
    this.firstId = rows;
    rows += columns.kinds.length;
  }

  get root(): SyntaxNode {
    return new SyntaxNode(this, 0);
  }

  /** Number of nodes. */
  get size(): number {
    return this.columns.kinds.length;
  }

  /** Line of an offset, from 0. */
  lineAt(offset: number): number {
    const starts = this.lineStarts();
    let low = 1;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /** Offset at which a line begins. */
  startOfLine(line: number): number {
    return this.lineStarts()[line];
  }

  /**
   * Rows of all nodes of some kinds within the rows `from` to `to`, in the order of the text. Costs as much as there
   * are such nodes: the rows are sorted by kind on first use.
   */
  rowsOf(kinds: readonly number[], from: number, to: number): number[] {
    const { offsets, rows: sorted } = this.sortedByKind();
    const found: number[] = [];
    let lists = 0;
    for (const kind of kinds) {
      const slot = slotOf(kind);
      const end = offsets[slot + 1];
      const before = found.length;
      for (
        let at = lowerBound(sorted, offsets[slot], end, from);
        at < end && sorted[at] < to;
        at++
      ) {
        found.push(sorted[at]);
      }
      lists += found.length > before ? 1 : 0;
    }
    return lists > 1 ? found.sort((a, b) => a - b) : found;
  }

  private sortedByKind() {
    if (!this.byKind) {
      const { kinds } = this.columns;
      let highest = 0;
      for (let row = 0; row < kinds.length; row++) {
        highest = Math.max(highest, slotOf(kinds[row]));
      }
      const offsets = new Uint32Array(Math.max(highest, SLOTS) + 2);
      for (let row = 0; row < kinds.length; row++) {
        offsets[slotOf(kinds[row]) + 1] += 1;
      }
      for (let slot = 1; slot < offsets.length; slot++) {
        offsets[slot] += offsets[slot - 1];
      }
      const next = offsets.slice();
      const sorted = new Uint32Array(kinds.length);
      for (let row = 0; row < kinds.length; row++) {
        sorted[next[slotOf(kinds[row])]++] = row;
      }
      this.byKind = { offsets, rows: sorted };
    }
    return this.byKind;
  }

  private lineStarts(): Uint32Array {
    if (!this.lines) {
      const { text } = this;
      let count = 1;
      for (
        let at = text.indexOf('\n');
        at >= 0;
        at = text.indexOf('\n', at + 1)
      ) {
        count += 1;
      }
      const starts = new Uint32Array(count);
      let line = 1;
      for (let at = 0; line < count; at++) {
        if (text.charCodeAt(at) === LINE_BREAK) {
          starts[line++] = at + 1;
        }
      }
      this.lines = starts;
    }
    return this.lines;
  }
}

function lowerBound(
  sorted: Uint32Array,
  from: number,
  to: number,
  value: number,
): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
