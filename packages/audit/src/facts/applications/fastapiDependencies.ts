import { CallFact, FileSyntax, ParameterFact } from '../../syntax/schema';
import { GuardUse } from './schema';
import { argument, Workbench } from './Workbench';

const MAX_DEPENDENCY_DEPTH = 5;

/** Names in `Depends(…)` and `Security(…)` of a text, with those that they depend on. */
export async function dependencyList(
  bench: Workbench,
  file: FileSyntax,
  text: string | undefined,
  depth = 0,
): Promise<string[]> {
  if (!text || depth > MAX_DEPENDENCY_DEPTH) {
    return [];
  }
  const names = [
    ...text.matchAll(/\b(?:Depends|Security)\(\s*([A-Za-z_][\w.]*)/g),
  ].map(match => match[1]);
  const result: string[] = [];
  for (const name of names) {
    result.push(name);
    const target = await bench.resolver.function(file.path, name);
    const targetFile = target && (await bench.resolver.file(target.path));
    if (target && targetFile) {
      result.push(
        ...(await dependenciesOf(
          bench,
          targetFile,
          target.parameters,
          depth + 1,
        )),
      );
    }
  }
  return [...new Set(result)];
}

export async function dependenciesOf(
  bench: Workbench,
  file: FileSyntax,
  parameters: readonly ParameterFact[],
  depth = 0,
): Promise<string[]> {
  const result: string[] = [];
  for (const parameter of parameters) {
    result.push(
      ...(await dependencyList(bench, file, parameter.default, depth)),
      ...(await dependencyList(bench, file, parameter.annotation, depth)),
    );
    // `CurrentUser = Annotated[User, Depends(current_user)]`
    if (parameter.annotation && /^[\w.]+$/.test(parameter.annotation)) {
      const alias = await bench.resolver.assignment(
        file.path,
        [],
        parameter.annotation,
      );
      const aliasFile = alias && (await bench.resolver.file(alias.path));
      if (alias && aliasFile) {
        result.push(
          ...(await dependencyList(bench, aliasFile, alias.text, depth + 1)),
        );
      }
    }
  }
  return [...new Set(result)];
}

/** `dependencies=[Depends(…)]` of an application, router, `include_router` or route. */
export function guardUse(call: CallFact, level: GuardUse['level']): GuardUse[] {
  const given = argument(call, 'dependencies');
  return given
    ? [
        {
          text: given.text,
          how: 'dependencies',
          path: call.path,
          line: given.line,
          scope: call.enclosing,
          level,
        },
      ]
    : [];
}
