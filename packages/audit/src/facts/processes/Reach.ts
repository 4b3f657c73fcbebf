import { ExtractContext } from '../../engine/types';
import { CallFact, FileSyntax } from '../../syntax/schema';
import { Resolver } from '../applications/Resolver';
import { Inventory, InventoryFile } from '../inventory/schema';
import { Manifests } from '../manifests/schema';
import { isWithin } from '../manifests/names';

type Context = Pick<ExtractContext, 'tree' | 'syntax'>;

const MAX_FILES = 3000;
const MAX_STEPS = 8;

/** Words of a module that makes its framework load modules by name instead of by import. */
const LOADS_BY_NAME = ['DJANGO_SETTINGS_MODULE', 'autodiscover_tasks'];

/** Servers that get their application as `module:name`. */
const SERVES_BY_NAME = new Set([
  'uvicorn.run',
  'uvicorn.Config',
  'granian.Granian',
]);

/** Decorators and wrappers that do not make anybody call the function. */
const PASSIVE_DECORATORS = new Set([
  'staticmethod',
  'classmethod',
  'property',
  'contextmanager',
  'asynccontextmanager',
  'contextlib.contextmanager',
  'contextlib.asynccontextmanager',
  'functools.wraps',
  'wraps',
  'override',
  'typing.override',
]);

/** Functions that runtimes and frameworks call by convention. */
const CALLED_BY_CONVENTION = new Set([
  'main',
  'register',
  'ready',
  'init',
  'default',
  'bootstrap',
  'onModuleInit',
  'onApplicationBootstrap',
]);

/**
 * Which files and functions an entry point reaches: files through imports, functions through calls and references from
 * what is already reached. Errs on the side of "reached" where frameworks call by convention or name.
 */
export class Reach {
  readonly resolver: Resolver;
  private readonly closures = new Map<string, Promise<ReadonlySet<string>>>();
  private readonly goPackages = new Map<string, string[]>();
  private readonly sources: InventoryFile[];

  constructor(
    private readonly context: Context,
    private readonly inventory: Inventory,
    private readonly manifests: Manifests,
  ) {
    this.resolver = new Resolver(context as ExtractContext);
    this.sources = inventory.files.filter(
      file =>
        file.language !== null &&
        (file.class === 'source' ||
          file.class === 'config' ||
          file.class === 'script'),
    );
    for (const { path, language } of this.sources) {
      if (language === 'go') {
        const folder = folderOf(path);
        const files = this.goPackages.get(folder) ?? [];
        files.push(path);
        this.goPackages.set(folder, files);
      }
    }
  }

  /** Whether a module that a file imports lies in the tree. */
  isOwn(path: string, module: string): boolean {
    return (
      this.resolver.module(path, module) !== undefined ||
      this.goPackage(module).length > 0 ||
      // Java names classes, not files.
      path.endsWith('.java')
    );
  }

  /** Files that are loaded when the entry runs. */
  closure(entry: string): Promise<ReadonlySet<string>> {
    let found = this.closures.get(entry);
    if (!found) {
      found = this.walk(entry);
      this.closures.set(entry, found);
    }
    return found;
  }

  /** Whether the code at a place runs when the files of a closure are started. */
  async isReached(
    closure: ReadonlySet<string>,
    path: string,
    enclosing: readonly string[],
  ): Promise<boolean> {
    return (
      closure.has(path) &&
      this.scopeIsReached(closure, path, enclosing, new Set(), 0)
    );
  }

  private async walk(entry: string): Promise<ReadonlySet<string>> {
    const seen = new Set<string>();
    const queue = [entry];
    let everything = false;
    while (queue.length > 0 && seen.size < MAX_FILES) {
      const path = queue.shift()!;
      if (seen.has(path)) {
        continue;
      }
      seen.add(path);
      const file = await this.context.syntax.file(path);
      if (!file) {
        continue;
      }
      if (file.language === 'java') {
        everything = true;
      } else if (file.language === 'python') {
        const text = this.context.tree.read(path) ?? '';
        everything ||=
          LOADS_BY_NAME.some(word => text.includes(word)) ||
          // `manage.py` loads the settings and all apps before it runs a command.
          path.includes('/management/commands/');
        queue.push(...this.packageFiles(path), ...this.servedByName(file));
      }
      queue.push(...this.importsOf(file));
      // Messages, aborts and other threads are only heard when the event loop turns.
      await new Promise(resolve => setImmediate(resolve));
    }
    if (everything) {
      const part = this.partOf(entry);
      const language = (await this.context.syntax.file(entry))?.language;
      for (const { path, language: other } of this.sources) {
        if (other === language && this.partOf(path) === part) {
          seen.add(path);
        }
      }
    }
    return seen;
  }

  private partOf(path: string): string {
    return this.inventory.parts
      .map(({ root }) => root)
      .filter(root => isWithin(path, root))
      .reduce((best, root) => (root.length > best.length ? root : best), '');
  }

  /** `ledger/api/health.py` also runs `ledger/__init__.py` and `ledger/api/__init__.py`. */
  private packageFiles(path: string): string[] {
    const result: string[] = [];
    for (let folder = folderOf(path); folder; folder = folderOf(folder)) {
      const init = `${folder}/__init__.py`;
      if (!this.resolver.has(init)) {
        break;
      }
      result.push(init);
    }
    return result;
  }

  /** `uvicorn.run("shop.main:app")` loads `shop/main.py`. */
  private servedByName(file: FileSyntax): string[] {
    return file.calls
      .filter(({ name }) => SERVES_BY_NAME.has(name))
      .flatMap(({ args }) => {
        const [module] = String(args[0]?.value ?? '').split(':');
        const path = module && this.resolver.module(file.path, module);
        return path ? [path] : [];
      });
  }

  private importsOf(file: FileSyntax): string[] {
    if (file.language === 'go') {
      return [
        ...(this.goPackages.get(folderOf(file.path)) ?? []),
        ...file.imports.flatMap(({ module }) => this.goPackage(module)),
      ];
    }
    return [
      ...this.importedForEffect(file),
      ...file.imports
        .filter(({ typeOnly }) => !typeOnly)
        .flatMap(({ module, imported }) => {
          const found = [this.resolver.module(file.path, module)];
          if (file.language === 'python' && imported !== '*') {
            const separator = module.endsWith('.') ? '' : '.';
            found.push(
              this.resolver.module(
                file.path,
                `${module}${separator}${imported}`,
              ),
            );
          }
          return found.filter((path): path is string => path !== undefined);
        }),
    ];
  }

  /** `import './instrument'` and `require('./instrument')` bind no name, and run the module all the same. */
  private importedForEffect(file: FileSyntax): string[] {
    if (file.language === 'python' || file.language === 'java') {
      return [];
    }
    const imported = file.root
      .children()
      .filter(
        node =>
          node.is('import_statement') &&
          !node.children().some(child => child.is('import_clause')),
      )
      .map(node => node.field('source')?.text().replace(/["']/g, ''));
    const required = file.calls
      .filter(({ callee, enclosing }) => callee === 'require' && !enclosing[0])
      .map(({ args }) => args[0]?.value);
    return [...imported, ...required].flatMap(module => {
      const path =
        typeof module === 'string' && this.resolver.module(file.path, module);
      return path ? [path] : [];
    });
  }

  private goPackage(module: string): string[] {
    for (const { ecosystem, name, root } of this.manifests.manifests) {
      if (
        ecosystem === 'go' &&
        name &&
        (module === name || module.startsWith(`${name}/`))
      ) {
        const folder = [root, module.slice(name.length + 1)]
          .filter(Boolean)
          .join('/');
        return this.goPackages.get(folder) ?? [];
      }
    }
    return [];
  }

  private async scopeIsReached(
    closure: ReadonlySet<string>,
    path: string,
    enclosing: readonly string[],
    visited: Set<string>,
    steps: number,
  ): Promise<boolean> {
    const [outer] = enclosing;
    if (outer === undefined) {
      return true;
    }
    const key = `${path}\n${outer}`;
    if (visited.has(key) || steps > MAX_STEPS) {
      return false;
    }
    visited.add(key);
    const home = await this.context.syntax.file(path);
    if (!home) {
      return false;
    }
    // A Java framework makes beans and calls their methods; a Go package's init runs with it.
    if (home.language === 'java' || CALLED_BY_CONVENTION.has(outer)) {
      return true;
    }
    if (
      home.calls.some(
        call => call.decorates === outer && !PASSIVE_DECORATORS.has(call.name),
      ) ||
      [...home.functions, ...home.classes].some(
        item =>
          item.name === outer &&
          item.enclosing.length === 0 &&
          item.decorators.some(
            decorator => !PASSIVE_DECORATORS.has(decorator.split('(')[0]),
          ),
      )
    ) {
      return true;
    }
    const homeText = this.context.tree.read(path) ?? '';
    if (home.language === 'go' && !homeText.includes(`func ${outer}(`)) {
      // Methods are called through interfaces, which nobody names.
      return true;
    }
    if (isProperty(home, outer, homeText)) {
      return true;
    }
    const candidates = [...closure].sort();
    for (const candidate of candidates) {
      const text = this.context.tree.read(candidate);
      if (!text?.includes(outer)) {
        continue;
      }
      const file = await this.context.syntax.file(candidate);
      if (!file || !this.knows(file, home, outer)) {
        continue;
      }
      for (const scope of referencesTo(file, outer)) {
        if (
          await this.scopeIsReached(
            closure,
            candidate,
            scope,
            visited,
            steps + 1,
          )
        ) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a file can mean the function of another one by a name. */
  private knows(file: FileSyntax, home: FileSyntax, name: string): boolean {
    if (file.path === home.path) {
      return true;
    }
    if (home.language === 'go') {
      return true;
    }
    return file.imports.some(
      ({ imported, local, module }) =>
        imported === name ||
        local === name ||
        imported === '*' ||
        imported === 'default' ||
        this.resolver.module(file.path, module) === home.path ||
        this.resolver.module(file.path, `${module}.${imported}`) === home.path,
    );
  }
}

/**
 * Whether a function is the value of a property (`useFactory: () => …`): whoever gets the object calls it, and who that
 * is cannot be told.
 */
function isProperty(file: FileSyntax, name: string, text: string): boolean {
  if (file.language === 'python' || file.language === 'go') {
    return false;
  }
  const lines = text.split('\n');
  return file.functions.some(
    item =>
      item.name === name &&
      (lines[item.line - 1] ?? '').trimStart().startsWith(`${name}:`),
  );
}

/** Scopes of a file that call a function, hand it on, or make a class. */
function referencesTo(file: FileSyntax, name: string): string[][] {
  const result: string[][] = [];
  const means = (text: string) => text === name || text.endsWith(`.${name}`);
  for (const call of file.calls) {
    if (
      call.decorates !== name &&
      (means(call.name) || means(call.callee) || handsOn(call, means))
    ) {
      // A function that calls itself reaches nothing.
      if (call.enclosing[0] !== name) {
        result.push(call.enclosing);
      }
    }
  }
  for (const assignment of file.assignments) {
    if (means(assignment.text.trim()) && assignment.enclosing[0] !== name) {
      result.push(assignment.enclosing);
    }
  }
  return result;
}

function handsOn(call: CallFact, means: (text: string) => boolean): boolean {
  return call.args.some(
    ({ text, entries }) =>
      means(text.trim()) ||
      // Lists of modules, middleware and the like.
      (text.startsWith('[') &&
        text.length < 2000 &&
        text
          .slice(1, -1)
          .split(',')
          .some(item => means(item.trim()))) ||
      entries?.some(
        entry =>
          means(entry.text.trim()) ||
          (entry.text.startsWith('[') &&
            entry.text
              .slice(1, -1)
              .split(',')
              .some(item => means(item.trim()))),
      ),
  );
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}
