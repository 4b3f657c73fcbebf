import { CallFact, ClassFact, FunctionFact } from '../../syntax/schema';
import { leadingName, splitList } from './code';
import { viewClass } from './djangoGuards';
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

/** One route for each method of a view class, those of its own base classes included. */
export async function viewRoutes(
  bench: Workbench,
  node: RouterNode,
  owner: ClassFact | undefined,
  ownPath: string,
  call: CallFact,
) {
  const { chain } = await viewClass(bench, owner);
  const methods = new Map<string, FunctionFact>();
  for (const item of chain) {
    const file = await bench.resolver.file(item.path);
    for (const method of file?.functions ?? []) {
      if (
        METHODS.has(method.name) &&
        method.enclosing.at(-1) === item.name &&
        !methods.has(method.name)
      ) {
        methods.set(method.name, method);
      }
    }
  }
  for (const method of methods.values()) {
    if (await isRefused(bench, method)) {
      continue;
    }
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
        ...chain.flatMap(item =>
          listUses(item, ['method_decorators', 'decorators']),
        ),
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

/** `def get(self): raise MethodNotAllowed()` */
async function isRefused(
  bench: Workbench,
  method: FunctionFact,
): Promise<boolean> {
  const file = await bench.resolver.file(method.path);
  const lines = (file?.text ?? '')
    .split('\n')
    .slice(method.line, method.endLine);
  return (
    lines.filter(line => line.trim()).length <= 2 &&
    /\braise\s+(?:\w+\.)*(?:MethodNotAllowed|NotImplementedError)\b|\babort\(405\b/.test(
      lines.join('\n'),
    )
  );
}
