import { matcherOf, NodeQuery } from './matcherOf';
import type { SyntaxTree } from './SyntaxTree';

/**
 * A place in a text; line and column from 0.
 *
 * @public
 */
export interface NodePosition {
  line: number;
  column: number;
  /** Offset in UTF-16 units, as in a JavaScript string. */
  index: number;
}

/**
 * A node of a syntax tree: nothing but its row, so that making one costs next to nothing. Two of them for the same
 * place are not the same object: compare by `id()`.
 *
 * @public
 */
export class SyntaxNode {
  private readonly tree: SyntaxTree;
  private readonly row: number;

  /** @internal */
  constructor(tree: SyntaxTree, row: number) {
    this.tree = tree;
    this.row = row;
  }

  /** Unlike that of any other node in the process. */
  id(): number {
    return this.tree.firstId + this.row;
  }

  /** Name of the grammar for it: `call`, or the token itself: `(`. `ERROR` for what could not be parsed. */
  kind(): string {
    const { kinds, columns } = this.tree;
    return kinds.nameOf(columns.kinds[this.row]);
  }

  is(kind: string): boolean {
    return this.kind() === kind;
  }

  /** Whether it is no mere token such as `(`. */
  isNamed(): boolean {
    const { kinds, columns } = this.tree;
    return kinds.isNamed(columns.kinds[this.row]);
  }

  isLeaf(): boolean {
    return this.tree.columns.afters[this.row] === this.row + 1;
  }

  text(): string {
    const { starts, ends } = this.tree.columns;
    return this.tree.text.slice(starts[this.row], ends[this.row]);
  }

  /** Offset of the first character; cheaper than `range()`. */
  start(): number {
    return this.tree.columns.starts[this.row];
  }

  /** Offset after the last character. */
  end(): number {
    return this.tree.columns.ends[this.row];
  }

  range(): { start: NodePosition; end: NodePosition } {
    return {
      start: this.positionAt(this.start()),
      end: this.positionAt(this.end()),
    };
  }

  private positionAt(index: number): NodePosition {
    const line = this.tree.lineAt(index);
    return { line, column: index - this.tree.startOfLine(line), index };
  }

  parent(): SyntaxNode | null {
    return this.at(this.tree.columns.parents[this.row]);
  }

  /** The parent, its parent and so on up to the root. */
  ancestors(): SyntaxNode[] {
    const { parents } = this.tree.columns;
    const found: SyntaxNode[] = [];
    for (let row = parents[this.row]; row >= 0; row = parents[row]) {
      found.push(new SyntaxNode(this.tree, row));
    }
    return found;
  }

  children(): SyntaxNode[] {
    return this.childRows().map(row => new SyntaxNode(this.tree, row));
  }

  /** Children that are no mere tokens. */
  namedChildren(): SyntaxNode[] {
    return this.children().filter(child => child.isNamed());
  }

  child(position: number): SyntaxNode | null {
    return this.at(this.childRows()[position] ?? -1);
  }

  /** First child that fills a field. */
  field(name: string): SyntaxNode | null {
    const wanted = this.tree.kinds.fieldNumberOf(name);
    const { afters, fields } = this.tree.columns;
    const end = afters[this.row];
    if (wanted !== 0) {
      for (let row = this.row + 1; row < end; row = afters[row]) {
        if (fields[row] === wanted) {
          return new SyntaxNode(this.tree, row);
        }
      }
    }
    return null;
  }

  /** All children that fill a field. */
  fieldChildren(name: string): SyntaxNode[] {
    const wanted = this.tree.kinds.fieldNumberOf(name);
    const { fields } = this.tree.columns;
    return wanted === 0
      ? []
      : this.childRows()
          .filter(row => fields[row] === wanted)
          .map(row => new SyntaxNode(this.tree, row));
  }

  next(): SyntaxNode | null {
    const { afters, parents } = this.tree.columns;
    const parent = parents[this.row];
    const after = afters[this.row];
    return parent >= 0 && after < afters[parent] ? this.at(after) : null;
  }

  /** Siblings after it. */
  nextAll(): SyntaxNode[] {
    const found: SyntaxNode[] = [];
    for (let node = this.next(); node; node = node.next()) {
      found.push(node);
    }
    return found;
  }

  prev(): SyntaxNode | null {
    const { afters, parents } = this.tree.columns;
    let before = -1;
    if (parents[this.row] >= 0) {
      for (let row = parents[this.row] + 1; row < this.row; row = afters[row]) {
        before = row;
      }
    }
    return this.at(before);
  }

  /** This node or the first one inside that matches. */
  find(query: NodeQuery): SyntaxNode | null {
    const { done, value } = this.matching(query).next();
    return done ? null : value;
  }

  /** This node and all inside that match, in the order of the text; also those inside others that match. */
  findAll(query: NodeQuery): SyntaxNode[] {
    return [...this.matching(query)];
  }

  /** Whether a node inside matches. */
  has(query: NodeQuery): boolean {
    for (const node of this.matching(query)) {
      if (node.row !== this.row) {
        return true;
      }
    }
    return false;
  }

  /** Whether the node itself matches. */
  matches(query: NodeQuery): boolean {
    return matcherOf(query).test(this);
  }

  private *matching(query: NodeQuery): Generator<SyntaxNode, undefined> {
    const { kinds, test } = matcherOf(query);
    const after = this.tree.columns.afters[this.row];
    if (kinds) {
      const numbers = kinds.flatMap(kind => this.tree.kinds.numbersOf(kind));
      for (const row of this.tree.rowsOf(numbers, this.row, after)) {
        const node = new SyntaxNode(this.tree, row);
        if (test(node)) {
          yield node;
        }
      }
      return undefined;
    }
    for (let row = this.row; row < after; row++) {
      const node = new SyntaxNode(this.tree, row);
      if (test(node)) {
        yield node;
      }
    }
    return undefined;
  }

  private childRows(): number[] {
    const { afters } = this.tree.columns;
    const end = afters[this.row];
    const found: number[] = [];
    for (let row = this.row + 1; row < end; row = afters[row]) {
      found.push(row);
    }
    return found;
  }

  private at(row: number): SyntaxNode | null {
    return row >= 0 ? new SyntaxNode(this.tree, row) : null;
  }
}
