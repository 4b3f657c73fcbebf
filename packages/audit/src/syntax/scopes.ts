/** Body of a function or class: what is between `start` and `end` is inside. */
export interface Scope {
  readonly kind: 'function' | 'class';
  /** Position of the declaration among those of its kind. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
  parent: Scope | undefined;
  /** Missing for anonymous functions. */
  readonly name: string | undefined;
  readonly async: boolean;
  readonly parameters: ReadonlySet<string>;
}

/** Nested scopes of a file, found by position. Holds no nodes, so it outlives the tree. */
export class Scopes {
  private readonly sorted: Scope[];

  constructor(scopes: readonly Scope[]) {
    this.sorted = [...scopes].sort(
      (a, b) => a.start - b.start || b.end - a.end,
    );
    const open: Scope[] = [];
    for (const item of this.sorted) {
      while (open.length > 0 && open[open.length - 1].end <= item.start) {
        open.pop();
      }
      item.parent = open[open.length - 1];
      open.push(item);
    }
  }

  /** Innermost scope around an offset; `undefined` for the module. */
  at(offset: number): Scope | undefined {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle].start <= offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    let found: Scope | undefined = this.sorted[low - 1];
    while (found && found.end <= offset) {
      found = found.parent;
    }
    return found;
  }
}

/** Names of the scopes around a place, outermost first. */
export function namesOf(inner: Scope | undefined): string[] {
  const names: string[] = [];
  for (let item = inner; item; item = item.parent) {
    if (item.name) {
      names.unshift(item.name);
    }
  }
  return names;
}

/** Innermost function around a place. */
export function functionOf(inner: Scope | undefined): Scope | undefined {
  let item = inner;
  while (item && item.kind !== 'function') {
    item = item.parent;
  }
  return item;
}
