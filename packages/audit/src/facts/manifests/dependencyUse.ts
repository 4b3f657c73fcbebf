import type { SyntaxNode } from '../../syntax/nodes';
import { defineExtractor } from '../../engine/defineExtractor';
import { FileSyntax } from '../../syntax/schema';
import { inventory } from '../inventory/extract';
import { FileClass, Language } from '../inventory/schema';
import { moduleMatcher } from './importNames';
import { isWithin } from './names';
import { DependencyFact, Ecosystem, ManifestFact } from './schema';

/**
 * A module that a file imports from outside of its project, or of which that cannot be told.
 *
 * @public
 */
export interface ModuleImport {
  ecosystem: Ecosystem;
  /** As written, without `node:`: `google.cloud.storage`, `@scope/name/part`. */
  module: string;
  path: string;
  line: number;
  class: FileClass;
  typeOnly: boolean;
}

/**
 * What code imports. A fact of its own: all code has to be parsed for it.
 *
 * @public
 */
export interface DependencyUse {
  imports: ModuleImport[];
}

const ECOSYSTEM_OF: Record<Language, Ecosystem> = {
  python: 'pypi',
  javascript: 'npm',
  typescript: 'npm',
  tsx: 'npm',
  go: 'go',
  java: 'maven',
};

/** Ecosystems whose imports tell the package. */
const READ: readonly Ecosystem[] = ['npm', 'pypi', 'go'];

const CLASSES: readonly FileClass[] = [
  'source',
  'test',
  'story',
  'script',
  'config',
  'migration',
];

/**
 * Modules imported by the project's code, each once a file.
 *
 * @public
 */
export const dependencyUse = defineExtractor<DependencyUse>({
  id: 'dependencyUse',
  extract: async ({ syntax, facts }) => {
    const { files } = await facts(inventory);
    const classes = new Map(files.map(file => [file.path, file.class]));
    const imports: ModuleImport[] = [];
    const parsed = await syntax.files({
      languages: ['python', 'javascript', 'typescript', 'tsx', 'go'],
      classes: CLASSES,
      containing: ['import', 'require', 'mock('],
    });
    for (const [index, file] of parsed.entries()) {
      const found = modulesOf(file);
      for (const [module, { line, typeOnly }] of found) {
        imports.push({
          ecosystem: ECOSYSTEM_OF[file.language],
          module,
          path: file.path,
          line,
          class: classes.get(file.path) ?? 'source',
          typeOnly,
        });
      }
      // Messages, aborts and other threads are only heard when the event loop turns.
      if (index % 8 === 7) {
        await new Promise(resolve => setImmediate(resolve));
      }
    }
    return { imports };
  },
});

/** Packages of Python that belong to nobody. */
const NAMESPACES: ReadonlySet<string> = new Set([
  'google',
  'google.cloud',
  'azure',
  'azure.mgmt',
  'azure.storage',
  'opentelemetry',
  'opentelemetry.instrumentation',
  'opentelemetry.exporter',
  'zope',
  'jaraco',
  'backports',
  'ruamel',
]);

type Modules = Map<string, { line: number; typeOnly: boolean }>;

function modulesOf(file: FileSyntax): Modules {
  const result: Modules = new Map();
  const add = (module: string, line: number, typeOnly: boolean) => {
    if (module === '' || module.startsWith('.') || module.startsWith('/')) {
      return;
    }
    const known = result.get(module);
    if (!known) {
      result.set(module, { line, typeOnly });
    } else if (known.typeOnly && !typeOnly) {
      known.typeOnly = false;
    }
  };
  if (file.language === 'python' || file.language === 'go') {
    for (const item of file.imports) {
      add(item.module, item.line, item.typeOnly);
      // `from google.cloud import storage` imports a module of another package.
      if (file.language === 'python' && !['*', ''].includes(item.imported)) {
        const isNamespace = NAMESPACES.has(item.module);
        if (isNamespace) {
          add(`${item.module}.${item.imported}`, item.line, item.typeOnly);
        }
      }
    }
    return result;
  }
  for (const node of file.root.findAll({
    rule: specifiers(file.language),
  })) {
    const text = node.text().slice(1, -1);
    const module = text.startsWith('node:') ? text.slice(5) : text;
    add(module, node.range().start.line + 1, isTypeOnly(node));
  }
  return result;
}

/** Texts that name a module: of imports and exports, and of calls that load one. */
const PLACES = [
  { inside: { kind: 'import_statement' } },
  {
    inside: {
      kind: 'export_statement',
      has: { field: 'source', kind: 'string' },
    },
  },
  {
    inside: {
      kind: 'arguments',
      inside: {
        kind: 'call_expression',
        has: {
          field: 'function',
          regex:
            '^(?:require|import|require\\.resolve|import\\.meta\\.resolve|(?:jest|vi)\\.(?:mock|unmock|requireActual|importActual))$',
        },
      },
    },
  },
];

/** TypeScript also knows `import x = require('y')`. */
function specifiers(language: Language) {
  return {
    kind: 'string',
    any:
      language === 'javascript'
        ? PLACES
        : [...PLACES, { inside: { kind: 'import_require_clause' } }],
  };
}

function isTypeOnly(node: SyntaxNode): boolean {
  const parent = node.parent();
  return (
    parent !== null &&
    ['import_statement', 'export_statement'].includes(parent.kind()) &&
    parent.children()[1]?.kind() === 'type'
  );
}

/**
 * Where code below a manifest imports a dependency; `undefined` for ecosystems whose imports do not tell the package.
 *
 * @public
 */
export function importsOf(
  { imports }: DependencyUse,
  dependency: DependencyFact,
  manifest: ManifestFact,
): ModuleImport[] | undefined {
  if (!READ.includes(manifest.ecosystem)) {
    return undefined;
  }
  const isGiven = moduleMatcher(dependency.name, manifest.ecosystem);
  return imports.filter(
    item =>
      item.ecosystem === manifest.ecosystem &&
      isWithin(item.path, manifest.root) &&
      isGiven(item.module),
  );
}
