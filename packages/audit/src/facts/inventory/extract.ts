import { defineExtractor } from '../../engine/defineExtractor';
import { SourceTree } from '../../tree/SourceTree';
import { generatedHeader } from './generatedHeader';
import { GitAttributes } from './gitattributes';
import { extensionOf, languageOf } from './language';
import { isManifestName, isRealManifest } from './manifestNames';
import {
  CONTENT_RULES,
  PROVENANCE_RULES,
  PURPOSE_RULES,
  Rule,
  Subject,
} from './rules';
import { FileClass, Inventory, InventoryFile, Language, Part } from './schema';

/** Classes of files whose manifests describe something that is not part of the product. */
const FOREIGN: ReadonlySet<FileClass> = new Set<FileClass>([
  'test',
  'fixture',
  'example',
  'vendored',
  'generated',
  'docs',
  'story',
]);

/**
 * Every file with its language, its purpose and the reason for it, and the parts of the repository. Only the place of
 * a file inside the tree counts: a tree that was itself found in a folder `examples` is no example.
 *
 * @public
 */
export const inventory = defineExtractor<Inventory>({
  id: 'inventory',
  extract: ({ tree }) => {
    const attributes = new GitAttributes(tree);
    const manifestFolders = new Set(
      tree.files
        .filter(
          ({ path }) =>
            isManifestName(nameOf(path)) &&
            isRealManifest(nameOf(path), tree.read(path) ?? ''),
        )
        .map(({ path }) => folderOf(path)),
    );
    const folders: Folders = {
      manifests: manifestFolders,
      pythonPackages: new Set(
        tree.files
          .filter(({ path }) => nameOf(path) === '__init__.py')
          .map(({ path }) => folderOf(path)),
      ),
    };
    const files = tree.files.map(({ path, size }) =>
      describe(tree, path, size, attributes, folders),
    );
    return { files, parts: findParts(tree, files) };
  },
});

interface Folders {
  /** Folders with a manifest. */
  manifests: ReadonlySet<string>;
  /** Folders that Python imports as packages. */
  pythonPackages: ReadonlySet<string>;
}

/** Folders in which products keep their production code. */
const SOURCE_FOLDERS = new Set([
  'src',
  'app',
  'lib',
  'libs',
  'internal',
  'pkg',
  'cmd',
  'main',
]);

/** Folders that a browser loads from: `public/scripts` is no folder of developers' scripts. */
const WEB_FOLDERS = new Set([
  'static',
  'public',
  'assets',
  'wwwroot',
  'www',
  'templates',
  'theme',
  'themes',
  'resources',
]);

/**
 * Whether production code surrounds a folder: `src/tools` and `ledger/docs` of a package `ledger` are code, `tools` and
 * `backend/tools` are not. A manifest starts afresh: `lib/client/tools` of a package `lib/client` is no code.
 */
function belowSource(path: string, position: number, folders: Folders) {
  const segments = path.split('/');
  for (let index = position - 1; index >= 0; index--) {
    const folder = segments.slice(0, index + 1).join('/');
    const name = segments[index].toLocaleLowerCase('en-US');
    if (folders.manifests.has(folder)) {
      return false;
    }
    if (
      SOURCE_FOLDERS.has(name) ||
      WEB_FOLDERS.has(name) ||
      folders.pythonPackages.has(folder)
    ) {
      return true;
    }
  }
  return false;
}

function describe(
  tree: SourceTree,
  path: string,
  size: number,
  attributes: GitAttributes,
  folders: Folders,
): InventoryFile {
  const name = nameOf(path);
  let content: { text: string | undefined } | undefined;
  const text = () => {
    content ??= { text: tree.read(path) };
    return content.text;
  };
  const language = languageOf(name, text);
  const subject: Subject = {
    path,
    name,
    lowerName: name.toLocaleLowerCase('en-US'),
    extension: extensionOf(name),
    language,
    folders: path.toLocaleLowerCase('en-US').split('/').slice(0, -1),
    besideManifest: folders.manifests.has(folderOf(path)),
    belowSource: position => belowSource(path, position, folders),
    text,
    size,
  };
  const decision = classify(subject, attributes);
  return {
    path,
    size,
    lines: countLines(text()),
    language,
    class: decision.class,
    because: decision.because,
  };
}

function classify(
  subject: Subject,
  attributes: GitAttributes,
): { class: FileClass; because: string } {
  const { given, denied } = attributes.classOf(subject.path);
  if (given) {
    return given;
  }
  const first = (rules: readonly Rule[]) => {
    for (const rule of rules) {
      const because = denied.includes(rule.class)
        ? undefined
        : rule.because(subject);
      if (because) {
        return { class: rule.class, because };
      }
    }
    return undefined;
  };
  const provenance = first(PROVENANCE_RULES);
  if (provenance) {
    return provenance;
  }
  const header = denied.includes('generated')
    ? undefined
    : generatedHeader(subject.text() ?? '');
  // A document or a manifest that mentions a generator is no generated code; a lock was decided before.
  if (header && subject.extension !== 'md' && subject.extension !== 'txt') {
    return { class: 'generated', because: `header "${header}"` };
  }
  return (
    first(CONTENT_RULES) ??
    first(PURPOSE_RULES) ?? { class: 'asset', because: 'no code, no text' }
  );
}

function findParts(tree: SourceTree, files: readonly InventoryFile[]): Part[] {
  const roots = new Set<string>();
  for (const { path, class: fileClass } of files) {
    if (
      isManifestName(nameOf(path)) &&
      !FOREIGN.has(fileClass) &&
      !inForeignFolder(path, fileClass) &&
      isRealManifest(nameOf(path), tree.read(path) ?? '')
    ) {
      roots.add(folderOf(path));
    }
  }
  const byRoot = new Map<string, Map<Language, number>>(
    [...roots].map(root => [root, new Map()]),
  );
  for (const { path, class: fileClass, language, lines } of files) {
    if (fileClass === 'source' && language) {
      const root = nearestRoot(roots, path);
      const languages = byRoot.get(root) ?? new Map<Language, number>();
      languages.set(language, (languages.get(language) ?? 0) + lines);
      byRoot.set(root, languages);
    }
  }
  if (byRoot.size === 0) {
    byRoot.set('', new Map());
  }
  return [...byRoot]
    .map(([root, languages]) => ({
      root,
      languages: [...languages.keys()].sort(),
      lines: [...languages.values()].reduce((sum, lines) => sum + lines, 0),
    }))
    .sort((a, b) => (a.root < b.root ? -1 : 1));
}

/** Manifests in folders of scripts are parts of their own as little as those of tests. */
function inForeignFolder(path: string, fileClass: FileClass): boolean {
  return fileClass === 'script' && path.includes('/');
}

/** Asked for each file, and a repository may have thousands of parts. */
const rootsOf = new WeakMap<readonly Part[], ReadonlySet<string>>();

/**
 * Root of the part that a file belongs to.
 *
 * @public
 */
export function partOf(parts: readonly Part[], path: string): string {
  let roots = rootsOf.get(parts);
  if (!roots) {
    roots = new Set(parts.map(({ root }) => root));
    rootsOf.set(parts, roots);
  }
  return nearestRoot(roots, path);
}

function nearestRoot(roots: ReadonlySet<string>, path: string): string {
  let folder = folderOf(path);
  while (folder !== '' && !roots.has(folder)) {
    folder = folderOf(folder);
  }
  return folder;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

function countLines(text: string | undefined): number {
  if (!text) {
    return 0;
  }
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    lines++;
  }
  return text.endsWith('\n') ? lines : lines + 1;
}
