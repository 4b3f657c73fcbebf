import type { SyntaxNode } from '../../syntax/nodes';
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

/** Settings in force, and the modules that they come from in the order in which they run. */
export interface EffectiveSettings {
  settings: Map<string, Setting>;
  modules: FileSyntax[];
}

/**
 * Settings of a module with those that it takes over by `from base import *`. A module of production that names no
 * URLs of its own is laid over the base by something else, such as the package that imports both.
 */
export async function effectiveSettings(
  bench: Workbench,
  chosen: FileSyntax,
  bases: readonly FileSyntax[],
): Promise<EffectiveSettings> {
  const modules: FileSyntax[] = [];
  const settings = await readModule(bench, chosen, modules);
  if (settings.has('ROOT_URLCONF') || settings.has('INSTALLED_APPS')) {
    return { settings, modules };
  }
  const below: FileSyntax[] = [];
  const result = new Map<string, Setting>();
  for (const base of bases.filter(file => !NOT_PRODUCTION.test(file.path))) {
    for (const [name, setting] of await readModule(bench, base, below)) {
      result.set(name, setting);
    }
  }
  settings.forEach((setting, name) => result.set(name, setting));
  return { settings: result, modules: [...below, ...modules] };
}

async function readModule(
  bench: Workbench,
  file: FileSyntax,
  modules: FileSyntax[],
  above: readonly string[] = [],
): Promise<Map<string, Setting>> {
  const result = new Map<string, Setting>();
  if (above.includes(file.path) || above.length > MAX_DEPTH) {
    return result;
  }
  if (!modules.includes(file)) {
    modules.push(file);
  }
  const conditions = developmentLines(file);
  const steps = [
    ...file.imports.filter(
      ({ imported, local, module }) =>
        imported === '*' &&
        (local === '*' || local === '') &&
        // `if testing: from .test import *`
        !NOT_PRODUCTION.test(module),
    ),
    ...file.assignments.filter(
      ({ enclosing, target, line }) =>
        !enclosing.length &&
        /^[A-Z][A-Z0-9_]*$/.test(target) &&
        !conditions.some(([from, to]) => line >= from && line <= to),
    ),
  ].sort((a, b) => a.line - b.line);
  for (const step of steps) {
    if ('module' in step) {
      const target = bench.resolver.module(file.path, step.module);
      const other = target && (await bench.resolver.file(target));
      const taken = other
        ? await readModule(bench, other, modules, [...above, file.path])
        : [];
      for (const [name, setting] of taken) {
        result.set(name, setting);
      }
      // What it takes over runs before what it says itself.
      modules.splice(modules.indexOf(file), 1);
      modules.push(file);
    } else {
      result.set(step.target, {
        name: step.target,
        path: file.path,
        line: step.line,
        text: step.text,
        value: step.value,
        assignment: step,
      });
    }
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
): Promise<SyntaxNode | undefined> {
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

/** An entry of a setting that is a list. */
interface Entry {
  value: string;
  path: string;
  line: number;
}

/**
 * Entries of a setting that is a list of names, in order: `[*base, "a"]`, `BASE + ["a"]`, `base.copy()`, and what
 * `+=`, `insert`, `append` and `extend` add in the modules that run after it.
 */
export async function listEntries(
  bench: Workbench,
  { settings, modules }: EffectiveSettings,
  name: string,
): Promise<Entry[] | undefined> {
  const setting = settings.get(name);
  if (!setting) {
    return undefined;
  }
  const list = await entriesOf(
    bench,
    setting.path,
    await settingNode(bench, setting),
    modules,
  );
  const from = modules.findIndex(file => file.path === setting.path);
  for (const file of modules.slice(Math.max(from, 0))) {
    const lines = developmentLines(file);
    const isDevelopment = (line: number) =>
      lines.some(([first, last]) => line >= first && line <= last);
    for (const node of nodesOfKind(file.root, 'augmented_assignment')) {
      if (node.field('left')?.text() === name && !isDevelopment(lineOf(node))) {
        list.push(
          ...(await entriesOf(
            bench,
            file.path,
            node.field('right') ?? undefined,
            modules,
          )),
        );
      }
    }
    for (const call of file.calls) {
      const method = call.callee.startsWith(`${name}.`)
        ? call.callee.slice(name.length + 1)
        : '';
      const last = call.args[call.args.length - 1];
      if (
        !['insert', 'append', 'extend'].includes(method) ||
        !last ||
        isDevelopment(call.line)
      ) {
        continue;
      }
      const values = Array.isArray(last.value) ? last.value : [last.value];
      for (const value of values) {
        if (typeof value === 'string') {
          list.push({ value, path: file.path, line: call.line });
        }
      }
    }
  }
  return list;
}

/** Strings of an expression, and those of the lists that it names. */
async function entriesOf(
  bench: Workbench,
  path: string,
  node: SyntaxNode | undefined,
  modules: readonly FileSyntax[],
  depth = 0,
): Promise<Entry[]> {
  if (!node || depth > MAX_DEPTH) {
    return [];
  }
  const kind = node.kind();
  if (kind === 'string') {
    const value = stringText(node);
    return value === undefined ? [] : [{ value, path, line: lineOf(node) }];
  }
  if (kind === 'concatenated_string') {
    const value = namedChildren(node).map(stringText).join('');
    return [{ value, path, line: lineOf(node) }];
  }
  if (kind === 'identifier' || kind === 'attribute') {
    const made = await listBehind(bench, path, node, modules);
    return made
      ? entriesOf(
          bench,
          made.path,
          made.node.field('right') ?? undefined,
          modules,
          depth + 1,
        )
      : [];
  }
  const result: Entry[] = [];
  if (kind === 'call') {
    // `BASE.copy()`
    const object = node.field('function')?.field('object') ?? undefined;
    result.push(...(await entriesOf(bench, path, object, modules, depth + 1)));
  }
  for (const child of namedChildren(node)) {
    if (kind !== 'call' || child.kind() === 'argument_list') {
      result.push(...(await entriesOf(bench, path, child, modules, depth + 1)));
    }
  }
  return result;
}

/** Assignment that a name in a settings module means: its own, one that it imports, or the one it takes over. */
async function listBehind(
  bench: Workbench,
  path: string,
  name: SyntaxNode,
  modules: readonly FileSyntax[],
): Promise<{ path: string; node: SyntaxNode } | undefined> {
  const place = await bench.resolver.dotted(path, name.text());
  const here = modules.findIndex(file => file.path === path);
  const home = place && (await bench.resolver.file(place.path));
  const before = modules.slice(0, Math.max(here, 0)).reverse();
  for (const file of [...(home ? [home] : []), ...before]) {
    const found = nodesOfKind(file.root, 'assignment').find(
      item =>
        item.field('left')?.text() === (place?.name ?? name.text()) &&
        // `MIDDLEWARE = MIDDLEWARE + […]` is made of what was there before.
        !(file.path === path && contains(item, name)),
    );
    if (found) {
      return { path: file.path, node: found };
    }
  }
  return undefined;
}

function contains(outer: SyntaxNode, inner: SyntaxNode): boolean {
  return inner.ancestors().some(item => item.id() === outer.id());
}

export async function readMiddleware(
  bench: Workbench,
  effective: EffectiveSettings,
  app: ApplicationFact,
) {
  const list =
    (await listEntries(bench, effective, 'MIDDLEWARE')) ??
    (await listEntries(bench, effective, 'MIDDLEWARE_CLASSES'));
  if (!list) {
    app.partial.push('MIDDLEWARE was not found');
    return;
  }
  for (const { value, path, line } of list) {
    const segments = value.split('.');
    const name = segments.pop()!;
    const module = segments.length
      ? bench.resolver.module(path, segments.join('.'))
      : undefined;
    const own = module && (await bench.definition(module, name));
    app.middleware.push({
      name: value,
      path,
      line,
      endLine: line,
      args: [],
      ...(own ? { definedAt: [own] } : {}),
    });
  }
}
