/** Nodes of a component from which a way around is looked for. */
const MAX_STARTS = 300;

/** Strongly connected components of more than one node (Tarjan, without recursion), in a stable order. */
export function components(
  edges: readonly { from: string; to: string }[],
): string[][] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges) {
    if (!targets.has(from)) {
      targets.set(from, []);
    }
    targets.get(from)!.push(to);
  }
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const onStack = new Set<string>();
  const stack: string[] = [];
  const result: string[][] = [];
  const open = (node: string) => {
    index.set(node, index.size);
    low.set(node, index.get(node)!);
    stack.push(node);
    onStack.add(node);
    return { node, next: 0 };
  };
  for (const start of [...targets.keys()].sort()) {
    const work = index.has(start) ? [] : [open(start)];
    while (work.length) {
      const frame = work[work.length - 1];
      const target = targets.get(frame.node)?.[frame.next];
      frame.next += 1;
      if (target !== undefined) {
        if (!index.has(target)) {
          work.push(open(target));
        } else if (onStack.has(target)) {
          low.set(
            frame.node,
            Math.min(low.get(frame.node)!, index.get(target)!),
          );
        }
        continue;
      }
      work.pop();
      const parent = work[work.length - 1];
      if (parent) {
        low.set(
          parent.node,
          Math.min(low.get(parent.node)!, low.get(frame.node)!),
        );
      }
      if (low.get(frame.node) === index.get(frame.node)) {
        const found = stack.splice(stack.indexOf(frame.node));
        found.forEach(node => onStack.delete(node));
        if (found.length > 1) {
          result.push(found.sort());
        }
      }
    }
  }
  return result.sort((a, b) => (a[0] < b[0] ? -1 : 1));
}

/** A shortest way around inside a component; the first in the order of names among equals. */
export function shortestCycle<E extends { from: string; to: string }>(
  nodes: readonly string[],
  edges: readonly E[],
): E[] {
  const inside = new Set(nodes);
  const from = new Map<string, E[]>();
  for (const edge of edges) {
    if (inside.has(edge.from) && inside.has(edge.to)) {
      from.set(edge.from, [...(from.get(edge.from) ?? []), edge]);
    }
  }
  let best: E[] = [];
  for (const start of nodes.slice(0, MAX_STARTS)) {
    const found = around(start, from);
    if (found.length && (!best.length || found.length < best.length)) {
      best = found;
    }
    if (best.length === 2) {
      break;
    }
  }
  return best;
}

function around<E extends { from: string; to: string }>(
  start: string,
  from: ReadonlyMap<string, E[]>,
): E[] {
  const reachedBy = new Map<string, E>();
  const queue = [start];
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    for (const edge of from.get(node) ?? []) {
      if (edge.to === start) {
        const way = [edge];
        while (way[0].from !== start) {
          way.unshift(reachedBy.get(way[0].from)!);
        }
        return way;
      }
      if (!reachedBy.has(edge.to)) {
        reachedBy.set(edge.to, edge);
        queue.push(edge.to);
      }
    }
  }
  return [];
}
