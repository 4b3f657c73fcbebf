import type { SyntaxNode } from '../../syntax/nodes';
import { CallFact, FileSyntax } from '../../syntax/schema';
import { lineOf, namedChildren, nodeOfCall, unwrap } from './code';
import { RouteGraph, RouterNode } from './RouteGraph';
import { Workbench } from './Workbench';

/** What a name of a loop stands for in one turn, and where it is written. */
export interface LoopValue {
  node: SyntaxNode;
  file: FileSyntax;
  scope: readonly string[];
}

const LISTS = new Set(['list', 'tuple', 'set', 'dictionary']);

/**
 * The turns of the loop around a call over a list or table that is written out: for each the names of the loop with
 * what they stand for. `for prefix, router in ROUTERS.items()` gives one turn an entry.
 */
export async function loopTurns(
  bench: Workbench,
  file: FileSyntax,
  call: CallFact,
): Promise<Map<string, LoopValue>[]> {
  const loop = nodeOfCall(file, call)
    ?.ancestors()
    .find(item => item.kind() === 'for_statement');
  const left = loop?.field('left');
  const right = loop?.field('right');
  if (!left || !right) {
    return [];
  }
  const names =
    left.kind() === 'identifier'
      ? [left.text()]
      : namedChildren(left).map(item => item.text());
  const walked = await listBehind(bench, file, call.enclosing, right);
  return (walked ? namedChildren(walked.node) : []).map(entry => {
    const parts = partsOf(entry, names.length, right.text());
    return new Map(
      names.flatMap((name, index): [string, LoopValue][] =>
        parts[index] ? [[name, { ...walked!, node: parts[index] }]] : [],
      ),
    );
  });
}

/**
 * Routers that a loop includes one after the other: `for module in (users, orders): app.include_router(module.router)`.
 *
 * @param router the included expression as written
 * @param prefix that of its prefix, where there is one
 */
export async function routersOfLoop(
  bench: Workbench,
  graph: RouteGraph,
  file: FileSyntax,
  call: CallFact,
  router: string,
  prefix: string | undefined,
): Promise<{ target: RouterNode; prefix?: string }[]> {
  const [head, ...rest] = router.split('.');
  const result: { target: RouterNode; prefix?: string }[] = [];
  for (const turn of await loopTurns(bench, file, call)) {
    const item = turn.get(head);
    const target =
      item &&
      (await graph.nodeOf(
        item.file.path,
        item.scope,
        [item.node.text(), ...rest].join('.'),
      ));
    const given = prefix === undefined ? undefined : turn.get(prefix);
    if (target) {
      result.push({
        target,
        ...(given
          ? {
              prefix:
                (await bench.text(given.file, given.scope, given.node)) ??
                '{…}',
            }
          : {}),
      });
    }
  }
  return result;
}

function partsOf(
  entry: SyntaxNode,
  count: number,
  walked: string,
): SyntaxNode[] {
  if (entry.kind() === 'pair') {
    return [
      walked.endsWith('.values()') ? null : entry.field('key'),
      entry.field('value'),
    ].filter((item): item is SyntaxNode => item !== null);
  }
  const plain = unwrap(entry);
  return count === 1 ? [plain] : namedChildren(plain);
}

/** The list or dictionary that an expression means, also behind a name of another file. */
async function listBehind(
  bench: Workbench,
  file: FileSyntax,
  scope: readonly string[],
  node: SyntaxNode,
): Promise<LoopValue | undefined> {
  const plain = unwrap(node);
  if (LISTS.has(plain.kind())) {
    return { node: plain, file, scope };
  }
  const name = plain.text().replace(/\.(?:items|values)\(\)$/, '');
  const made = await bench.resolver.assignment(file.path, scope, name);
  const home = made && (await bench.resolver.file(made.path));
  const value = home?.root
    .findAll({ rule: { kind: 'assignment' } })
    .find(
      item =>
        lineOf(item) === made!.line &&
        item.field('left')?.text() === name.split('.').pop(),
    )
    ?.field('right');
  const list = value && unwrap(value);
  return home && list && LISTS.has(list.kind())
    ? { node: list, file: home, scope: made!.enclosing }
    : undefined;
}
