import { dirname } from 'path/posix';
import { defineExtractor } from '../../engine/defineExtractor';
import { ExtractContext } from '../../engine/types';
import { FileSyntax } from '../../syntax/schema';
import { Resolver } from '../applications/Resolver';
import { nodesOf } from '../flow/functions';
import { isScript } from '../flow/shapes';
import { components, shortestCycle } from './components';
import { ImportCycle, ImportEdge, ImportGraph } from './schema';

class Reader {
  private readonly resolver: Resolver;
  private readonly paths: ReadonlySet<string>;

  constructor(context: ExtractContext) {
    this.resolver = new Resolver(context);
    this.paths = new Set(context.tree.files.map(({ path }) => path));
  }

  edgesOf(file: FileSyntax): ImportEdge[] {
    const result = new Map<string, ImportEdge>();
    const add = (to: string | undefined, line: number, typeOnly: boolean) => {
      if (to === undefined || to === file.path) {
        return;
      }
      const known = result.get(to);
      if (!known || (known.typeOnly && !typeOnly)) {
        result.set(to, { from: file.path, to, line, lazy: false, typeOnly });
      }
    };
    for (const item of file.imports) {
      add(
        file.language === 'python'
          ? this.pythonTarget(file.path, item.module, item.imported)
          : this.resolver.module(file.path, item.module),
        item.line,
        item.typeOnly,
      );
    }
    if (isScript(file.language)) {
      for (const { module, line, typeOnly } of otherImports(file)) {
        add(this.resolver.module(file.path, module), line, typeOnly);
      }
    }
    return [...result.values()];
  }

  /** The submodule where one is meant, otherwise the module itself; nothing outside of what the importing file can see. */
  private pythonTarget(
    from: string,
    module: string,
    imported: string,
  ): string | undefined {
    const separator = module.endsWith('.') ? '' : '.';
    const submodule =
      imported === '*'
        ? undefined
        : this.resolver.module(from, `${module}${separator}${imported}`);
    for (const [target, name] of [
      [submodule, `${module}${separator}${imported}`],
      [this.resolver.module(from, module), module],
    ] as const) {
      if (target && (name.startsWith('.') || this.isSeen(from, target, name))) {
        return target;
      }
    }
    return undefined;
  }

  /** An absolute import starts at a folder that is no package itself and that the importing file lies below. */
  private isSeen(from: string, target: string, module: string): boolean {
    const plain = target.replace(/(?:\/__init__)?\.pyi?$/, '');
    const tail = module.split('.').join('/');
    if (plain !== tail && !plain.endsWith(`/${tail}`)) {
      return false;
    }
    const root = plain.slice(0, -tail.length).replace(/\/$/, '');
    return (
      (root === '' || from.startsWith(`${root}/`)) &&
      !this.paths.has(root === '' ? '__init__.py' : `${root}/__init__.py`) &&
      // A single module beside the importing one is a script's, or means the standard library.
      (module.includes('.') ||
        target.endsWith('/__init__.py') ||
        root === dirname(from).replace(/^\.$/, ''))
    );
  }
}

/** `export … from './x'`, and `require('./x')` that is given to something at once. */
function otherImports(
  file: FileSyntax,
): { module: string; line: number; typeOnly: boolean }[] {
  const result: { module: string; line: number; typeOnly: boolean }[] = [];
  const { text } = file;
  if (/\bexport\b[^;]*\bfrom\b/.test(text)) {
    for (const node of nodesOf(file.root, ['export_statement'])) {
      const source = node.field('source');
      if (source) {
        result.push({
          module: source.text().slice(1, -1),
          line: node.range().start.line + 1,
          typeOnly: node.children().some(child => child.kind() === 'type'),
        });
      }
    }
  }
  if (/\(\s*require\(\s*['"]\./.test(text)) {
    for (const call of file.calls) {
      const value = call.callee === 'require' ? call.args[0]?.value : undefined;
      if (typeof value === 'string') {
        result.push({ module: value, line: call.line, typeOnly: false });
      }
    }
  }
  return result;
}

/** Names that a TypeScript file imports and uses in types only: the compiler drops the import. */
async function isElided(
  context: ExtractContext,
  edge: ImportEdge,
): Promise<boolean> {
  const file = await context.syntax.file(edge.from);
  if (!file || (file.language !== 'typescript' && file.language !== 'tsx')) {
    return false;
  }
  const names = file.imports
    .filter(item => item.line === edge.line)
    .map(item => item.local);
  return (
    names.length > 0 &&
    names.every(name => {
      if (!/^[\w$]+$/.test(name)) {
        return false;
      }
      const uses = file.root.findAll({
        rule: { kind: 'identifier', regex: `^${name.replace(/\$/g, '\\$')}$` },
      });
      return uses.every(use =>
        use
          .ancestors()
          .some(
            item =>
              item.is('import_statement') ||
              item.is('type_query') ||
              item.is('extends_type_clause'),
          ),
      );
    })
  );
}

async function isLazy(
  context: ExtractContext,
  edge: ImportEdge,
): Promise<boolean> {
  const file = await context.syntax.file(edge.from);
  return Boolean(
    file?.functions.some(
      item => item.line < edge.line && item.endLine >= edge.line,
    ),
  );
}

/** Which modules of the tree import which, and where they go in circles. */
export const importGraph = defineExtractor<ImportGraph>({
  id: 'imports',
  extract: async context => {
    const files = await context.syntax.files({
      languages: ['python', 'typescript', 'tsx', 'javascript'],
      containing: ['import', 'require', 'export'],
    });
    const sources = new Set(files.map(({ path }) => path));
    const reader = new Reader(context);
    let edges = files
      .flatMap(file => reader.edgesOf(file))
      .filter(edge => sources.has(edge.to));
    // Only what may be part of a circle is looked at closely.
    const suspects = new Set(components(edges).flat());
    edges = await Promise.all(
      edges.map(async edge =>
        suspects.has(edge.from) && suspects.has(edge.to)
          ? {
              ...edge,
              typeOnly: edge.typeOnly || (await isElided(context, edge)),
              lazy: await isLazy(context, edge),
            }
          : edge,
      ),
    );
    const running = edges.filter(edge => !edge.typeOnly);
    const atRunTime = components(running);
    const known = new Set(atRunTime.flat());
    const cycle = (
      modules: string[],
      of: ImportEdge[],
      typeOnly: boolean,
    ): ImportCycle => ({
      modules,
      typeOnly,
      shortest: shortestCycle(modules, of),
    });
    return {
      modules: files.length,
      edges,
      cycles: [
        ...atRunTime.map(modules => cycle(modules, running, false)),
        ...components(edges)
          .filter(modules => !modules.some(path => known.has(path)))
          .map(modules => cycle(modules, edges, true)),
      ],
    };
  },
});
