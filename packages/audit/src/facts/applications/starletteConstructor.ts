import type { SyntaxNode } from '../../syntax/nodes';
import { CallFact, FileSyntax } from '../../syntax/schema';
import { argumentNode, namedChildren, nodeOfCall, unwrap } from './code';
import { methodsOf } from './fastapiRoutes';
import { RouteGraph, RouterNode } from './RouteGraph';
import { argument, isListType, Workbench } from './Workbench';

/** `middleware=[Middleware(X, …)]` and `routes=[Route(…), Mount(…)]` of a constructor. */
export async function readConstructor(
  bench: Workbench,
  graph: RouteGraph,
  node: RouterNode,
  call: CallFact,
  file: FileSyntax,
) {
  const callNode = nodeOfCall(file, call);
  if (!callNode) {
    return;
  }
  const middleware = argumentNode(callNode, 'middleware');
  const routes = argumentNode(callNode, 'routes');
  for (const item of await elements(bench, file, call.enclosing, middleware)) {
    const made = callOf(item.file, item.node);
    if (made && made.name.endsWith('Middleware') && made.args.length) {
      const [what, ...args] = made.args;
      node.middleware.push(await bench.middleware(item.file, made, what, args));
    }
  }
  await readRoutes(routes, '', file, node, 0);

  async function readRoutes(
    list: SyntaxNode | undefined,
    prefix: string,
    listFile: FileSyntax,
    owner: RouterNode,
    depth: number,
  ) {
    if (depth > 5) {
      return;
    }
    for (const item of await elements(bench, listFile, call.enclosing, list)) {
      const made = callOf(item.file, item.node);
      if (!made) {
        continue;
      }
      const kind = made.name.split('.').pop();
      const path =
        (await bench.argumentText(item.file, made, 'path', 0)) ?? '{…}';
      if (kind === 'Route') {
        const endpoint = argument(made, 'endpoint', 1);
        const handler =
          endpoint &&
          (await bench.resolver.function(item.file.path, endpoint.text));
        for (const method of methodsOf(made, 'GET')) {
          owner.routes.push({
            method,
            ownPath: `${prefix}/${path}`,
            path: made.path,
            line: made.line,
            ...(endpoint ? { handler: endpoint.text.slice(0, 80) } : {}),
            ...(handler
              ? {
                  body: {
                    path: handler.path,
                    line: handler.line,
                    endLine: handler.endLine,
                  },
                }
              : {}),
            parameters: handler?.parameters.map(p => p.name) ?? [],
            guards: [],
            async: handler?.async ?? false,
            list: isListType(handler?.returns),
          });
        }
      } else if (kind === 'Mount') {
        const target = argument(made, 'app', 1);
        const mounted =
          target &&
          (await graph.nodeOf(item.file.path, made.enclosing, target.text));
        if (mounted) {
          owner.mounts.push({
            target: mounted,
            prefix: `${prefix}/${path}`,
            guards: [],
            path: made.path,
            line: made.line,
          });
        }
        await readRoutes(
          argumentNode(item.node, 'routes'),
          `${prefix}/${path}`,
          item.file,
          owner,
          depth + 1,
        );
      }
    }
  }
}

function callOf(file: FileSyntax, node: SyntaxNode): CallFact | undefined {
  const plain = unwrap(node);
  return file.calls.find(call => nodeOfCall(file, call)?.id() === plain.id());
}

/** Elements of a list literal, also behind a name. */
async function elements(
  bench: Workbench,
  file: FileSyntax,
  scope: readonly string[],
  node: SyntaxNode | undefined,
): Promise<{ node: SyntaxNode; file: FileSyntax }[]> {
  if (!node) {
    return [];
  }
  const plain = unwrap(node);
  if (plain.kind() === 'list' || plain.kind() === 'array') {
    return namedChildren(plain).map(item => ({ node: item, file }));
  }
  const assignment = await bench.resolver.assignment(
    file.path,
    scope,
    plain.text(),
  );
  const target = assignment && (await bench.resolver.file(assignment.path));
  const list = target?.root
    .findAll({ rule: { kind: 'assignment' } })
    .find(item => item.range().start.line + 1 === assignment!.line)
    ?.field('right');
  return list && list.kind() === 'list'
    ? namedChildren(list).map(item => ({ node: item, file: target! }))
    : [];
}
