import type { SourceFile } from './sourceFile';

/** Nodes of the trees that came too late to stay. More than one file: constants are followed into others and back. */
const GUEST_NODES = 1_000_000;

interface Held {
  nodes: number;
  /** Whether others make room for it: production code is asked for by nearly every check. */
  important: boolean;
}

/**
 * Bounds the memory of syntax trees, some 23 bytes a node. Checks go over the files again and again in the same order;
 * of a circle that is longer than the memory, the longest unused is always what is needed next. So the first trees
 * stay, and what does not fit any more is let go after a few others. Only trees of millions of lines get there.
 */
export class TreeKeeper {
  private readonly budget: number;
  private readonly held = new Map<SourceFile, Held>();
  /** Unimportant ones, the last that came is the first to go. */
  private readonly spare: SourceFile[] = [];
  private nodes = 0;
  /** Those that did not fit, the longest unused first. */
  private readonly guests = new Map<SourceFile, number>();
  private guestNodes = 0;

  constructor(budget: number) {
    this.budget = budget;
  }

  add(file: SourceFile, nodes: number, important: boolean): void {
    if (this.held.has(file)) {
      return;
    }
    while (
      important &&
      this.nodes + nodes > this.budget &&
      this.spare.length > 0
    ) {
      this.drop(this.spare[this.spare.length - 1]);
    }
    if (this.nodes + nodes <= this.budget) {
      this.held.set(file, { nodes, important });
      this.nodes += nodes;
      if (!important) {
        this.spare.push(file);
      }
      return;
    }
    this.guestNodes += nodes - (this.guests.get(file) ?? 0);
    this.guests.delete(file);
    this.guests.set(file, nodes);
    for (const [oldest] of this.guests) {
      if (this.guestNodes <= GUEST_NODES || oldest === file) {
        break;
      }
      this.drop(oldest);
    }
  }

  /** Lets a tree go that nobody needs any more. */
  drop(file: SourceFile): void {
    const held = this.held.get(file);
    const guest = this.guests.get(file);
    if (held) {
      this.held.delete(file);
      this.nodes -= held.nodes;
      if (!held.important) {
        this.spare.splice(this.spare.lastIndexOf(file), 1);
      }
    }
    if (guest !== undefined) {
      this.guests.delete(file);
      this.guestNodes -= guest;
    }
    file.release();
  }
}
