import { CallFact, ClassFact, FunctionFact } from '../../syntax/schema';
import { leadingName, splitList } from './code';
import { RouterNode } from './RouteGraph';
import { GuardUse } from './schema';
import { isListType, Workbench } from './Workbench';

export const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete']);

export function decoratorUse(
  text: string,
  at: Pick<FunctionFact, 'path' | 'line' | 'enclosing'>,
): GuardUse {
  return {
    text,
    how: 'decorator',
    path: at.path,
    line: at.line,
    scope: at.enclosing,
    level: 'route',
  };
}

/** `decorators = [login_required]` of a view class. */
export function listUses(
  owner: ClassFact,
  names: readonly string[],
): GuardUse[] {
  return owner.fields
    .filter(field => names.includes(field.target))
    .flatMap(field =>
      splitList(field.text).map(text => ({
        text,
        how: 'decorator' as const,
        path: field.path,
        line: field.line,
        level: 'route' as const,
      })),
    );
}

/** `<int:id>` becomes `{id}`. */
export function parameters(path: string): string {
  return path.replace(/<(?:[^<>:]*:)?([^<>:]*)>/g, '{$1}');
}

/** One route for each method of a view class. */
export async function viewRoutes(
  bench: Workbench,
  node: RouterNode,
  owner: ClassFact | undefined,
  ownPath: string,
  call: CallFact,
) {
  const file = owner && (await bench.resolver.file(owner.path));
  const methods =
    file?.functions.filter(
      item =>
        METHODS.has(item.name) &&
        item.enclosing[item.enclosing.length - 1] === owner!.name,
    ) ?? [];
  for (const method of methods) {
    node.routes.push({
      method: method.name.toUpperCase(),
      ownPath,
      path: call.path,
      line: call.line,
      handler: `${owner!.name}.${method.name}`,
      body: { path: method.path, line: method.line, endLine: method.endLine },
      parameters: method.parameters.map(item => item.name),
      guards: method.decorators.map(item => leadingName(item) ?? item),
      guardedBy: [
        ...listUses(owner!, ['method_decorators', 'decorators']),
        ...owner!.decorators
          .filter(text => leadingName(text) !== call.callee)
          .map(text => decoratorUse(text, method)),
        ...method.decorators.map(text => decoratorUse(text, method)),
      ],
      async: method.async,
      list: method.name === 'get' && isListType(method.returns),
    });
  }
}
