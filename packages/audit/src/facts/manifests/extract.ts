import { defineExtractor } from '../../engine/defineExtractor';
import { ExtractContext } from '../../engine/types';
import { unparsable } from '../../engine/unparsable';
import { inventory } from '../inventory/extract';
import { FileClass } from '../inventory/schema';
import { scalarsOf, valueAt } from '../yaml/access';
import { parseYaml } from '../yaml/parseYaml';
import { parseCargo } from './cargo';
import { parseGoMod } from './goMod';
import { parseGradle, parseVersionCatalog, VersionCatalog } from './gradle';
import { parseComposer } from './composer';
import { LockEntry, LOCK_FORMATS, uniqueEntries } from './locks';
import { folderOf, nameOf } from './names';
import { parsePipfile, parseSetupCfg, parseSetupPy } from './otherPython';
import { parsePackageJson } from './packageJson';
import { ParsedManifest } from './ParsedManifest';
import { parsePom } from './pom';
import { parsePyproject } from './pyproject';
import { parseGemfile } from './ruby';
import { resolvedVersion } from './resolvedVersion';
import {
  isConstraintsPath,
  isRequirementsPath,
  parseRequirements,
  RequirementsFile,
  requirementsManifest,
} from './requirements';
import { Ecosystem, LockFact, ManifestFact, Manifests } from './schema';
import { isWorkspaceMember } from './workspaces';

export { dependsOn } from './dependsOn';
export type { DependsOnOptions } from './dependsOn';

/** Manifests in such places describe something else than the product. */
const FOREIGN: readonly FileClass[] = [
  'fixture',
  'example',
  'vendored',
  'generated',
  'docs',
];

/** What is declared in such places serves development, whatever the section says. */
const DEVELOPMENT: readonly FileClass[] = ['test', 'story', 'script'];

/**
 * What the repository's own manifests name, with the locks that cover them. Manifests of examples, fixtures, vendored
 * copies and documentation are left out.
 *
 * @public
 */
export const manifests = defineExtractor<Manifests>({
  id: 'manifests',
  extract: async context => {
    const { files } = await context.facts(inventory);
    const own = files.filter(file => !FOREIGN.includes(file.class));
    const unreadable: string[] = [];
    const parsed: (ParsedManifest & { class: FileClass })[] = [];
    const requirements: RequirementsFile[] = [];
    const catalogs = readVersionCatalogs(
      context,
      own.map(({ path }) => path),
    );
    for (const { path, class: fileClass } of own) {
      if (isRequirementsPath(path)) {
        const text = context.tree.read(path);
        if (text !== undefined && !isConstraintsPath(path)) {
          requirements.push(parseRequirements(path, text));
        }
      } else {
        const found = await parseOne(context, path, catalogs, unreadable);
        if (found) {
          parsed.push({ ...found, class: fileClass });
        }
      }
    }
    const locks = readLocks(context, [
      ...files.map(({ path }) => path),
      // A lock that is too large to be read still locks.
      ...context.tree.skipped.map(({ path }) => path),
    ]);
    locks.push(...compiledLocks(requirements));
    const sources = requirements.filter(
      file => !isCompiledCopy(file, requirements, parsed),
    );
    const all = [
      ...parsed,
      ...sources.map(file => ({
        manifest: requirementsManifest(file),
        workspaces: [],
        class: own.find(({ path }) => path === file.path)?.class ?? 'config',
      })),
    ];
    addPnpmWorkspaces(context, all);
    const result = all
      .map(({ manifest, class: fileClass }) =>
        withVersions({
          ...manifest,
          dependencies: manifest.dependencies.map(dependency =>
            DEVELOPMENT.includes(fileClass) && dependency.scope === 'production'
              ? { ...dependency, scope: 'development' as const }
              : dependency,
          ),
          locks: locksOf(manifest, all, locks),
        }),
      )
      .sort((a, b) => (a.path < b.path ? -1 : 1));
    markDirect(result);
    return { manifests: result, unreadable };
  },
});

function withVersions(manifest: ManifestFact): ManifestFact {
  const byName = new Map<string, string[]>();
  for (const { name, version } of manifest.locks.flatMap(
    ({ resolved }) => resolved,
  )) {
    const known = byName.get(name);
    if (known) {
      known.push(version);
    } else {
      byName.set(name, [version]);
    }
  }
  return {
    ...manifest,
    dependencies: manifest.dependencies.map(dependency => {
      const resolved = resolvedVersion(
        dependency,
        manifest.ecosystem,
        byName.get(dependency.name) ?? [],
      );
      return resolved === undefined ? dependency : { ...dependency, resolved };
    }),
  };
}

/** What no manifest under a lock names is transitive. */
function markDirect(all: readonly ManifestFact[]): void {
  const named = new Map<LockFact, Set<string>>();
  for (const { locks, dependencies } of all) {
    for (const lock of locks) {
      const names = named.get(lock) ?? new Set<string>();
      named.set(lock, names);
      dependencies.forEach(({ name }) => names.add(name));
    }
  }
  for (const [lock, names] of named) {
    for (const item of lock.resolved) {
      item.direct = names.has(item.name);
    }
  }
}

/** Parsers by file name. */
const PARSERS: Record<
  string,
  (
    path: string,
    text: string,
    catalogs: ReadonlyMap<string, VersionCatalog>,
    context: ExtractContext,
  ) => ParsedManifest | Promise<ParsedManifest | undefined> | undefined
> = {
  'package.json': parsePackageJson,
  'pyproject.toml': parsePyproject,
  Pipfile: (path, text) => only(parsePipfile(path, text)),
  'setup.cfg': (path, text) => only(parseSetupCfg(path, text)),
  'setup.py': async (path, _text, _catalogs, { syntax }) =>
    only(await parseSetupPy(path, syntax)),
  'go.mod': (path, text) => only(parseGoMod(path, text)),
  'pom.xml': (path, text) => only(parsePom(path, text)),
  'build.gradle': (path, text, catalogs) =>
    only(parseGradle(path, text, nearestCatalog(path, catalogs))),
  'build.gradle.kts': (path, text, catalogs) =>
    only(parseGradle(path, text, nearestCatalog(path, catalogs))),
  'Cargo.toml': parseCargo,
  Gemfile: (path, text) => only(parseGemfile(path, text)),
  'gems.rb': (path, text) => only(parseGemfile(path, text)),
  'composer.json': (path, text) => only(parseComposer(path, text)),
};

function only(manifest: ManifestFact): ParsedManifest;
function only(manifest: ManifestFact | undefined): ParsedManifest | undefined;
function only(manifest: ManifestFact | undefined): ParsedManifest | undefined {
  return manifest && { manifest, workspaces: [] };
}

async function parseOne(
  context: ExtractContext,
  path: string,
  catalogs: ReadonlyMap<string, VersionCatalog>,
  unreadable: string[],
): Promise<ParsedManifest | undefined> {
  const name = nameOf(path);
  const parser = Object.hasOwn(PARSERS, name) ? PARSERS[name] : undefined;
  const text = parser && context.tree.read(path);
  if (!parser || text === undefined) {
    return undefined;
  }
  try {
    return await parser(path, text, catalogs, context);
  } catch (error) {
    context.skip(path, unparsable(error));
    unreadable.push(path);
    return undefined;
  }
}

function readVersionCatalogs(
  context: ExtractContext,
  paths: readonly string[],
): ReadonlyMap<string, VersionCatalog> {
  const result = new Map<string, VersionCatalog>();
  const suffix = 'gradle/libs.versions.toml';
  for (const path of paths.filter(item => item.endsWith(suffix))) {
    try {
      const folder = path.slice(0, -suffix.length);
      result.set(
        folder.endsWith('/') ? folder.slice(0, -1) : folder,
        parseVersionCatalog(context.tree.read(path) ?? ''),
      );
    } catch (error) {
      context.skip(path, unparsable(error));
    }
  }
  return result;
}

function nearestCatalog(
  path: string,
  catalogs: ReadonlyMap<string, VersionCatalog>,
): VersionCatalog {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const found = catalogs.get(folder);
    if (found || folder === '') {
      return found ?? new Map();
    }
  }
}

interface Lock {
  /** Folder whose manifests it covers. */
  folder: string;
  ecosystem: Ecosystem;
  /** Only for this manifest. */
  covers?: string;
  fact: LockFact;
}

function readLocks(context: ExtractContext, paths: readonly string[]): Lock[] {
  return paths.flatMap(path => {
    const kind = nameOf(path);
    if (!Object.hasOwn(LOCK_FORMATS, kind)) {
      return [];
    }
    const { ecosystem, packages } = LOCK_FORMATS[kind];
    let entries: LockEntry[] = [];
    try {
      const text = context.tree.read(path);
      entries = text === undefined ? [] : packages(text);
    } catch (error) {
      context.skip(path, unparsable(error));
    }
    return [
      {
        folder: folderOf(path),
        ecosystem,
        fact: lockFact(path, kind, entries),
      },
    ];
  });
}

/** Compiled requirements lock what they were compiled from, and themselves where that is not in the tree. */
function compiledLocks(files: readonly RequirementsFile[]): Lock[] {
  return files
    .filter(({ compiled, path }) => compiled && path.endsWith('.txt'))
    .map(file => ({
      folder: requirementsManifest(file).root,
      ecosystem: 'pypi' as const,
      covers: compiledSource(file.path, files) ?? undefined,
      fact: lockFact(
        file.path,
        'requirements.txt',
        file.requirements.map(({ name, range }) => ({
          name,
          version: range.replace(/^={2,3}/, ''),
        })),
      ),
    }));
}

function lockFact(
  path: string,
  kind: string,
  entries: readonly LockEntry[],
): LockFact {
  return {
    path,
    kind,
    packages: [...new Set(entries.map(({ name }) => name))].sort(),
    resolved: uniqueEntries(entries).map(entry => ({
      ...entry,
      direct: false,
    })),
  };
}

/** `requirements.in` for `requirements.txt`. */
function compiledSource(
  path: string,
  files: readonly RequirementsFile[],
): string | undefined {
  const source = `${path.slice(0, -'.txt'.length)}.in`;
  return files.some(file => file.path === source) ? source : undefined;
}

/** Whether what a file says is already said by the manifest that it was compiled from. */
function isCompiledCopy(
  file: RequirementsFile,
  files: readonly RequirementsFile[],
  parsed: readonly ParsedManifest[],
): boolean {
  if (!file.compiled || !file.path.endsWith('.txt')) {
    return false;
  }
  const { root } = requirementsManifest(file);
  return (
    compiledSource(file.path, files) !== undefined ||
    parsed.some(
      ({ manifest }) =>
        manifest.ecosystem === 'pypi' &&
        manifest.root === root &&
        manifest.dependencies.length > 0,
    )
  );
}

function addPnpmWorkspaces(
  context: ExtractContext,
  all: readonly ParsedManifest[],
) {
  for (const item of all) {
    const { root, path } = item.manifest;
    const file = root ? `${root}/pnpm-workspace.yaml` : 'pnpm-workspace.yaml';
    const text =
      nameOf(path) === 'package.json' ? context.tree.read(file) : undefined;
    if (text !== undefined) {
      const { documents, problem } = parseYaml(text);
      if (problem) {
        context.skip(file, problem);
      }
      item.workspaces.push(
        ...scalarsOf(valueAt(documents[0], 'packages')).map(
          scalar => scalar.text,
        ),
      );
    }
  }
}

function locksOf(
  manifest: ManifestFact,
  all: readonly ParsedManifest[],
  locks: readonly Lock[],
): LockFact[] {
  const workspaces = all
    .filter(
      item =>
        item.manifest.ecosystem === manifest.ecosystem &&
        isWorkspaceMember(item.manifest.root, item.workspaces, manifest.root),
    )
    .map(item => item.manifest.root);
  return locks
    .filter(
      lock =>
        lock.ecosystem === manifest.ecosystem &&
        (lock.covers === undefined || lock.covers === manifest.path) &&
        (lock.folder === manifest.root || workspaces.includes(lock.folder)),
    )
    .map(({ fact }) => fact)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
