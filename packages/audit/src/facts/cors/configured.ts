import type { SyntaxNode } from '../../syntax/nodes';
import { FileSyntax } from '../../syntax/schema';
import { nodesOfKind, stringText } from '../applications/code';
import { Workbench } from '../applications/Workbench';

/**
 * What `configService.get('app.corsOrigin')` gives: the entry of the object that `registerAs('app', () => ({ … }))` or
 * another configuration factory of NestJS makes.
 */
export async function configuredValue(
  bench: Workbench,
  key: string,
): Promise<
  { file: FileSyntax; node: SyntaxNode; scope: readonly string[] } | undefined
> {
  const path = key.split('.');
  const files = await bench.context.syntax.files({
    languages: ['typescript', 'javascript'],
    containing: [path[path.length - 1]],
  });
  for (const file of files) {
    for (const pair of nodesOfKind(file.root, 'pair')) {
      const node = pair.field('value');
      if (
        node &&
        pair.field('key')?.text() === path[path.length - 1] &&
        isAt(pair, path)
      ) {
        return { file, node, scope: file.enclosingOf(node) };
      }
    }
  }
  return undefined;
}

/** Whether an entry stands at a path of names below what a configuration factory returns. */
function isAt(pair: SyntaxNode, path: readonly string[]): boolean {
  const names: string[] = [];
  for (const ancestor of [pair, ...pair.ancestors()]) {
    if (ancestor.kind() === 'pair') {
      names.unshift(ancestor.field('key')?.text() ?? '');
    }
    if (ancestor.kind() === 'call_expression') {
      const args = ancestor.field('arguments');
      const first = args?.children().find(child => child.kind() === 'string');
      return (
        ancestor.field('function')?.text() === 'registerAs' &&
        [first && stringText(first), ...names].join('.') === path.join('.')
      );
    }
    if (ancestor.kind() === 'export_statement') {
      // `export default () => ({ app: { … } })`
      return path.length > 1 && names.join('.') === path.join('.');
    }
  }
  return false;
}
