import { dirname, join, normalize } from 'path/posix';
import { parse } from 'jsonc-parser';
import type { SyntaxNode } from '../../syntax/nodes';
import { ExtractContext } from '../../engine/types';
import {
  AssignmentFact,
  ClassFact,
  FileSyntax,
  FunctionFact,
  ImportFact,
} from '../../syntax/schema';
import { isWithin, namedChildren, nodesOfKind } from './code';

/** A name at the top of a file; `*` is the module itself, `default` its default export. */
export interface SymbolPlace {
  path: string;
  name: string;
}

const SCRIPT_ENDINGS = [
  '.ts',
  '.tsx',
  '.js',
  '.jsx',
  '.mts',
  '.cts',
  '.mjs',
  '.cjs',
];
const MAX_STEPS = 6;

const isPython = (path: string) =>
  path.endsWith('.py') || path.endsWith('.pyi');
const isScript = (path: string) =>
  SCRIPT_ENDINGS.some(ending => path.endsWith(ending));

/** Follows names through imports to where they are defined in the tree. */
export class Resolver {
  private readonly paths: Set<string>;
  private readonly pythonBySegment = new Map<string, string[]>();
  private readonly aliases = new Map<
    string,
    [prefix: string, target: string][]
  >();
  private readonly packages = new Map<string, string>();
  private readonly modules = new Map<string, string | undefined>();

  constructor(
    private readonly context: Pick<ExtractContext, 'tree' | 'syntax'>,
  ) {
    this.paths = new Set(context.tree.files.map(file => file.path));
    for (const path of this.paths) {
      if (isPython(path)) {
        const segments = path.split('/');
        const file = segments[segments.length - 1];
        const key =
          file === '__init__.py'
            ? segments[segments.length - 2]
            : file.replace(/\.pyi?$/, '');
        if (key) {
          const list = this.pythonBySegment.get(key) ?? [];
          list.push(path);
          this.pythonBySegment.set(key, list);
        }
      } else if (
        path.endsWith('package.json') &&
        !path.includes('node_modules/')
      ) {
        const name = this.json(path)?.name;
        if (typeof name === 'string') {
          this.packages.set(name, dirname(path));
        }
      }
    }
  }

  has(path: string) {
    return this.paths.has(path);
  }

  file(path: string): Promise<FileSyntax | undefined> {
    return this.context.syntax.file(path);
  }

  /** File of a module in the tree; `undefined` for what comes from outside. */
  module(from: string, module: string): string | undefined {
    // The files of a folder import the same modules over and over.
    const key = `${dirname(from)}\n${isPython(from)}\n${module}`;
    if (!this.modules.has(key)) {
      this.modules.set(key, this.findModule(from, module));
    }
    return this.modules.get(key);
  }

  private findModule(from: string, module: string): string | undefined {
    if (isPython(from)) {
      return this.pythonModule(from, module);
    }
    return isScript(from) ? this.scriptModule(from, module) : undefined;
  }

  private pythonModule(from: string, module: string): string | undefined {
    const dots = /^\.*/.exec(module)![0].length;
    const segments = module.slice(dots).split('.').filter(Boolean);
    if (dots > 0) {
      let folder = dirname(from);
      for (let up = 1; up < dots; up++) {
        folder = dirname(folder);
      }
      return this.pythonFile(join(folder, ...segments));
    }
    if (!segments.length) {
      return undefined;
    }
    const suffix = segments.join('/');
    const candidates = (
      this.pythonBySegment.get(segments[segments.length - 1]) ?? []
    ).filter(path => {
      const plain = path
        .replace(/\/__init__\.pyi?$/, '')
        .replace(/\.pyi?$/, '');
      return plain === suffix || plain.endsWith(`/${suffix}`);
    });
    return nearest(from, candidates);
  }

  private pythonFile(base: string): string | undefined {
    const plain = normalize(base).replace(/^\.\//, '');
    return [
      `${plain}.py`,
      `${plain}/__init__.py`,
      plain === '.' ? '__init__.py' : '',
    ].find(path => path && this.paths.has(path));
  }

  private scriptModule(from: string, module: string): string | undefined {
    if (module.startsWith('.')) {
      return this.scriptFile(join(dirname(from), module));
    }
    for (const [prefix, target] of this.aliasesFor(from)) {
      if (module.startsWith(prefix)) {
        const found = this.scriptFile(
          join(target, module.slice(prefix.length)),
        );
        if (found) {
          return found;
        }
      }
    }
    for (const [name, root] of this.packages) {
      if (module === name) {
        return (
          this.scriptFile(join(root, 'src/index')) ??
          this.scriptFile(join(root, 'index'))
        );
      }
      if (module.startsWith(`${name}/`)) {
        const rest = module.slice(name.length + 1);
        return (
          this.scriptFile(join(root, rest)) ??
          this.scriptFile(join(root, 'src', rest))
        );
      }
    }
    return undefined;
  }

  private scriptFile(base: string): string | undefined {
    const plain = normalize(base).replace(/\/$/, '').replace(/^\.\//, '');
    if (plain.startsWith('..')) {
      return undefined;
    }
    if (isScript(plain) && this.paths.has(plain)) {
      return plain;
    }
    // TypeScript writes the ending that the compiled file will have.
    const bare = plain.replace(/\.[mc]?jsx?$/, '');
    for (const stem of new Set([plain, bare])) {
      for (const candidate of [
        stem,
        stem === '.' ? 'index' : `${stem}/index`,
      ]) {
        for (const ending of SCRIPT_ENDINGS) {
          if (this.paths.has(candidate + ending)) {
            return candidate + ending;
          }
        }
      }
    }
    return undefined;
  }

  private json(path: string): Record<string, unknown> | undefined {
    const text = this.context.tree.read(path);
    if (text === undefined || text.length > 200_000) {
      return undefined;
    }
    try {
      const value: unknown = parse(text);
      return value && typeof value === 'object'
        ? (value as Record<string, unknown>)
        : undefined;
    } catch {
      return undefined;
    }
  }

  /** Path aliases of the nearest tsconfig or jsconfig. */
  private aliasesFor(from: string): [string, string][] {
    const folder = dirname(from);
    const known = this.aliases.get(folder);
    if (known) {
      return known;
    }
    const config = ['tsconfig.json', 'jsconfig.json']
      .map(name => join(folder, name))
      .find(path => this.paths.has(path));
    const isTop = folder === '.' || folder === '/' || folder === '';
    const outer = isTop ? [] : this.aliasesFor(folder);
    const found = config ? this.readAliases(config) : outer;
    this.aliases.set(folder, found);
    return found;
  }

  private readAliases(config: string): [string, string][] {
    const folder = dirname(config);
    const found: [string, string][] = [];
    const options = this.json(config)?.compilerOptions as
      | { baseUrl?: unknown; paths?: Record<string, unknown> }
      | undefined;
    const base = typeof options?.baseUrl === 'string' ? options.baseUrl : '.';
    for (const [key, targets] of Object.entries(options?.paths ?? {})) {
      const [target] = Array.isArray(targets) ? targets : [];
      if (typeof target === 'string') {
        found.push([
          key.replace(/\*$/, ''),
          join(folder, base, target.replace(/\*$/, '')),
        ]);
      }
    }
    if (typeof options?.baseUrl === 'string') {
      found.push(['', join(folder, base)]);
    }
    return found;
  }

  /** Where a name that a file uses is defined, through imports and re-exports. */
  async symbol(
    path: string,
    local: string,
    steps = 0,
  ): Promise<SymbolPlace | undefined> {
    const file = await this.file(path);
    if (!file || steps > MAX_STEPS) {
      return undefined;
    }
    const imported = file.imports.find(item => item.local === local);
    if (!imported) {
      return { path, name: local };
    }
    return this.imported(file, imported, steps);
  }

  private async imported(
    file: FileSyntax,
    fact: ImportFact,
    steps: number,
  ): Promise<SymbolPlace | undefined> {
    if (isPython(file.path) && fact.imported !== '*') {
      const separator = fact.module.endsWith('.') ? '' : '.';
      const submodule = this.module(
        file.path,
        `${fact.module}${separator}${fact.imported}`,
      );
      const parent = this.module(file.path, fact.module);
      // A name that the package itself binds hides the submodule only when it is really bound there.
      // A package that imports its own submodule binds the name by that very import.
      const hidden =
        parent !== undefined &&
        parent !== file.path &&
        (await this.binds(parent, fact.imported));
      if (submodule && !hidden) {
        return { path: submodule, name: '*' };
      }
    }
    const target = this.module(file.path, fact.module);
    if (!target) {
      return undefined;
    }
    if (fact.imported === '*') {
      return { path: target, name: '*' };
    }
    return this.exported(target, fact.imported, steps + 1);
  }

  private async binds(path: string, name: string): Promise<boolean> {
    const file = await this.file(path);
    return Boolean(
      file?.assignments.some(
        item => item.target === name && !item.enclosing.length,
      ) ||
        file?.functions.some(
          item => item.name === name && !item.enclosing.length,
        ) ||
        file?.imports.some(item => item.local === name && item.module !== '.'),
    );
  }

  /** Definition behind an exported name of a file. */
  async exported(
    path: string,
    name: string,
    steps = 0,
  ): Promise<SymbolPlace | undefined> {
    const file = await this.file(path);
    if (!file || steps > MAX_STEPS) {
      return undefined;
    }
    if (isPython(path)) {
      return this.symbol(path, name, steps + 1);
    }
    if (name === 'default') {
      const local = defaultExport(file);
      return local
        ? this.symbol(path, local, steps + 1)
        : { path, name: 'default' };
    }
    for (const statement of nodesOfKind(file.root, 'export_statement')) {
      const source = statement.field('source');
      const clause = statement
        .children()
        .find(child => child.kind() === 'export_clause');
      const target = source
        ? this.module(path, source.text().slice(1, -1))
        : undefined;
      if (clause) {
        for (const specifier of namedChildren(clause)) {
          const original = specifier.field('name')?.text();
          const alias = specifier.field('alias')?.text() ?? original;
          if (alias === name && original) {
            if (source) {
              return target
                ? this.exported(target, original, steps + 1)
                : undefined;
            }
            return this.symbol(path, original, steps + 1);
          }
        }
      } else if (target && !statement.text().includes(' as ')) {
        const found = await this.exported(target, name, steps + 1);
        if (found && (await this.isDefined(found))) {
          return found;
        }
      }
    }
    return this.symbol(path, name, steps + 1);
  }

  private async isDefined({ path, name }: SymbolPlace): Promise<boolean> {
    const file = await this.file(path);
    return Boolean(
      file &&
        (file.functions.some(item => item.name === name) ||
          file.classes.some(item => item.name === name) ||
          file.assignments.some(item => item.target === name) ||
          file.calls.some(item => item.assignedTo === name)),
    );
  }

  /** Place of a dotted expression: `health.router` where `health` is an imported module. */
  async dotted(path: string, text: string): Promise<SymbolPlace | undefined> {
    const segments = text.split('.');
    // `import a.b` binds the whole name in some readings and its first segment in others.
    for (let length = segments.length; length > 0; length--) {
      const head = segments.slice(0, length).join('.');
      const place = await this.symbol(path, head);
      if (
        !place ||
        (place.path === path && place.name === head && length > 1)
      ) {
        continue;
      }
      let current: SymbolPlace | undefined = place;
      for (const segment of segments.slice(length)) {
        if (!current) {
          return undefined;
        }
        if (current.name !== '*') {
          return {
            path: current.path,
            name: [current.name, segment].join('.'),
          };
        }
        if (isPython(current.path)) {
          const folder: string | undefined = current.path.endsWith(
            '__init__.py',
          )
            ? dirname(current.path)
            : undefined;
          const submodule: string | undefined =
            folder && this.pythonFile(join(folder, segment));
          current =
            submodule && !(await this.binds(current.path, segment))
              ? { path: submodule, name: '*' }
              : await this.symbol(current.path, segment);
        } else {
          current = await this.exported(current.path, segment);
        }
      }
      return current;
    }
    return undefined;
  }

  /** Own function behind a name; methods are not followed. */
  async function(
    path: string,
    text: string,
  ): Promise<FunctionFact | undefined> {
    const place = this.required(path, text) ?? (await this.dotted(path, text));
    const file = place && (await this.file(place.path));
    if (!place || !file) {
      return undefined;
    }
    const names = isScript(place.path)
      ? exportedNames(file, place.name)
      : [place.name];
    const found = file.functions.filter(item => names.includes(item.name));
    return (
      found.find(item => item.enclosing.length === 0) ??
      (place.path === path ? found[0] : undefined) ??
      (place.name === 'default'
        ? file.functions.find(
            item => item.enclosing.length === 0 && item.name === 'default',
          )
        : undefined)
    );
  }

  /** `require('./routes')` and members of it, written where it is used. */
  private required(path: string, text: string): SymbolPlace | undefined {
    const match = /^require\(\s*['"]([^'"]+)['"]\s*\)(?:\.([\w$]+))?$/.exec(
      text,
    );
    const module = match ? this.module(path, match[1]) : undefined;
    return module ? { path: module, name: match![2] ?? '*' } : undefined;
  }

  /** Own class behind a name. */
  async class(path: string, text: string): Promise<ClassFact | undefined> {
    const place = await this.dotted(path, text);
    const file = place && (await this.file(place.path));
    return file?.classes.find(item => item.name === place!.name);
  }

  /** Assignment behind a name that is used in a scope: the innermost one, or one at the top of another file. */
  async assignment(
    path: string,
    scope: readonly string[],
    text: string,
  ): Promise<AssignmentFact | undefined> {
    const file = await this.file(path);
    const local = file?.assignments
      .filter(item => item.target === text && isWithin(scope, item.enclosing))
      .sort((a, b) => b.enclosing.length - a.enclosing.length)[0];
    if (local) {
      return local;
    }
    const place = await this.dotted(path, text);
    if (!place || place.path === path) {
      return undefined;
    }
    const target = await this.file(place.path);
    return target?.assignments.find(
      item => item.target === place.name && item.enclosing.length === 0,
    );
  }
}

/** Name that a module exports as its default. */
export function defaultExport(file: FileSyntax): string | undefined {
  const assigned = file.assignments.find(
    item =>
      item.target === 'module.exports' || item.target === 'exports.default',
  );
  if (assigned && /^[\w$]+$/.test(assigned.text)) {
    return assigned.text;
  }
  for (const statement of nodesOfKind(file.root, 'export_statement')) {
    if (statement.children().some(child => child.text() === 'default')) {
      const value: SyntaxNode | null | undefined =
        statement.field('value') ?? statement.field('declaration');
      if (value?.kind() === 'identifier') {
        return value.text();
      }
      return value?.field('name')?.text();
    }
  }
  return undefined;
}

/** Names that the function behind an exported name can have; CommonJS names it after what it is assigned to. */
function exportedNames(file: FileSyntax, name: string): string[] {
  if (name !== '*' && name !== 'default') {
    return [name, `exports.${name}`, `module.exports.${name}`];
  }
  const local = defaultExport(file);
  return [
    'module.exports',
    'exports.default',
    ...(local && local !== 'default' ? [local] : []),
  ];
}

/** The candidate that shares the longest folder with a file. */
function nearest(from: string, candidates: string[]): string | undefined {
  const segments = from.split('/');
  const shared = (path: string) => {
    const other = path.split('/');
    let count = 0;
    while (count < other.length && other[count] === segments[count]) {
      count++;
    }
    return count;
  };
  return [...candidates].sort(
    (a, b) => shared(b) - shared(a) || a.length - b.length || (a < b ? -1 : 1),
  )[0];
}
