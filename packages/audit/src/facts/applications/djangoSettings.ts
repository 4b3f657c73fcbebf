import type { SyntaxNode as SgNode } from '../../syntax/nodes';
import { AssignmentFact, FileSyntax } from '../../syntax/schema';
import {
  environmentCondition,
  lineOf,
  namedChildren,
  nodesOfKind,
  stringText,
} from './code';
import { ApplicationFact, FrameworkSetting } from './schema';
import { Workbench } from './Workbench';

/** Words in the name of a settings module that is not the one of production. */
const NOT_PRODUCTION =
  /(?:^|[._/-])(?:dev|develop|development|local|test|tests|testing|ci|e2e|docker_?dev|debug)(?:[._/-]|$)/i;
const PRODUCTION = /(?:^|[._/-])(?:prod|production|live|deploy)(?:[._/-]|$)/i;
const MAX_DEPTH = 8;

export interface Setting extends FrameworkSetting {
  assignment: AssignmentFact;
}

export async function productionModules(
  bench: Workbench,
  folder: string,
  modules: FileSyntax[],
  named: Set<string>,
): Promise<FileSyntax[]> {
  // A production module may only import the base and change a little: it assigns neither of the two names.
  const around = bench.inventory.files.filter(
    file =>
      file.language === 'python' &&
      (folder ? file.path.startsWith(`${folder}/`) : true) &&
      /(?:^|\/)settings(?:[/_.-]|$)/.test(file.path.slice(folder.length)) &&
      file.path.split('/').length <=
        (folder ? folder.split('/').length : 0) + 2,
  );
  const paths = new Set([
    ...modules.map(file => file.path),
    ...around.map(file => file.path),
  ]);
  const ranked = [...paths].filter(
    path => !NOT_PRODUCTION.test(path.slice(folder.length)),
  );
  const production = ranked.filter(path =>
    PRODUCTION.test(path.slice(folder.length)),
  );
  // A module of production first, then the one that starters name, then any that has the settings.
  const chosen =
    [
      production,
      ranked.filter(path => named.has(path)),
      ranked.filter(path => modules.some(file => file.path === path)),
    ].find(list => list.length) ?? [];
  const files: FileSyntax[] = [];
  for (const path of (chosen.length
    ? chosen
    : modules.map(file => file.path)
  ).sort()) {
    const file = await bench.resolver.file(path);
    if (file) {
      files.push(file);
    }
  }
  return files;
}

export async function effectiveSettings(
  bench: Workbench,
  file: FileSyntax,
  seen: Set<string>,
): Promise<Map<string, Setting>> {
  const result = new Map<string, Setting>();
  if (seen.has(file.path) || seen.size > MAX_DEPTH) {
    return result;
  }
  seen.add(file.path);
  for (const imported of file.imports) {
    if (
      imported.imported === '*' &&
      (imported.local === '*' || imported.local === '')
    ) {
      const target = bench.resolver.module(file.path, imported.module);
      const other = target && (await bench.resolver.file(target));
      if (other) {
        for (const [name, setting] of await effectiveSettings(
          bench,
          other,
          seen,
        )) {
          result.set(name, setting);
        }
      }
    }
  }
  const conditions = developmentLines(file);
  for (const assignment of file.assignments) {
    if (
      assignment.enclosing.length ||
      !/^[A-Z][A-Z0-9_]*$/.test(assignment.target) ||
      conditions.some(
        ([from, to]) => assignment.line >= from && assignment.line <= to,
      )
    ) {
      continue;
    }
    result.set(assignment.target, {
      name: assignment.target,
      path: file.path,
      line: assignment.line,
      text: assignment.text,
      value: assignment.value,
      assignment,
    });
  }
  return result;
}

/** Lines that only run outside of production. */
function developmentLines(file: FileSyntax): [number, number][] {
  const result: [number, number][] = [];
  for (const statement of nodesOfKind(file.root, 'if_statement')) {
    const body = statement.field('consequence');
    const first = body && namedChildren(body)[0];
    if (body && first && environmentCondition(first)?.developmentOnly) {
      result.push([lineOf(body), body.range().end.line + 1]);
    }
  }
  return result;
}

/** Right side of a setting as a syntax node. */
async function settingNode(
  bench: Workbench,
  setting: Setting,
): Promise<SgNode | undefined> {
  const file = await bench.resolver.file(setting.path);
  return (
    (file &&
      nodesOfKind(file.root, 'assignment')
        .find(
          node =>
            lineOf(node) === setting.line &&
            node.field('left')?.text() === setting.name,
        )
        ?.field('right')) ||
    undefined
  );
}

/** All string literals of a setting, in order; lists may be joined from several. */
export async function strings(
  bench: Workbench,
  setting: Setting | undefined,
): Promise<{ value: string; line: number }[]> {
  const node = setting && (await settingNode(bench, setting));
  if (!setting || !node) {
    return [];
  }
  const own = nodesOfKind(node, 'string').flatMap(item => {
    const value = stringText(item);
    return value === undefined ? [] : [{ value, line: lineOf(item) }];
  });
  return own;
}

export async function readMiddleware(
  bench: Workbench,
  setting: Setting | undefined,
  app: ApplicationFact,
) {
  if (!setting) {
    app.partial.push('MIDDLEWARE was not found');
    return;
  }
  const file = await bench.resolver.file(setting.path);
  const conditions = file ? developmentLines(file) : [];
  const list = await strings(bench, setting);
  // `MIDDLEWARE += [...]` and `MIDDLEWARE.insert(0, "…")`
  for (const node of file
    ? nodesOfKind(file.root, 'augmented_assignment')
    : []) {
    if (node.field('left')?.text() === setting.name) {
      for (const item of nodesOfKind(node, 'string')) {
        const value = stringText(item);
        if (
          value &&
          !conditions.some(
            ([from, to]) => lineOf(item) >= from && lineOf(item) <= to,
          )
        ) {
          list.push({ value, line: lineOf(item) });
        }
      }
    }
  }
  for (const call of file?.calls ?? []) {
    if (
      [`${setting.name}.insert`, `${setting.name}.append`].includes(call.callee)
    ) {
      const value = call.args[call.args.length - 1]?.value;
      if (typeof value === 'string') {
        list.push({ value, line: call.line });
      }
    }
  }
  for (const { value, line } of list) {
    const segments = value.split('.');
    const name = segments.pop()!;
    const module = segments.length
      ? bench.resolver.module(setting.path, segments.join('.'))
      : undefined;
    const own = module && (await bench.definition(module, name));
    app.middleware.push({
      name: value,
      path: setting.path,
      line,
      endLine: line,
      args: [],
      ...(own ? { definedAt: [own] } : {}),
    });
  }
}
