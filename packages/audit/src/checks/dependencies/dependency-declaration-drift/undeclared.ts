import { CheckContext } from '../../../engine/types';
import { inventory } from '../../../facts/inventory/extract';
import {
  DependencyUse,
  ModuleImport,
} from '../../../facts/manifests/dependencyUse';
import {
  distributionsOf,
  givesModule,
} from '../../../facts/manifests/importNames';
import {
  folderOf,
  isWithin,
  normalisePypiName,
} from '../../../facts/manifests/names';
import {
  Ecosystem,
  ManifestFact,
  Manifests,
} from '../../../facts/manifests/schema';
import { isBuiltInModule } from './builtIn';
import { companionsOf } from './packages';

/** A package that production code imports and no manifest names, though a lock installs it for somebody else. */
export interface Undeclared {
  name: string;
  manifest: ManifestFact;
  lock: string;
  first: ModuleImport;
}

/** Installed beside every project by its tools. */
const ALWAYS_THERE = ['setuptools', 'pip', 'pkg-resources'];

/** Ecosystems in which a package that is not declared can be imported. */
const LOOSE: readonly Ecosystem[] = ['npm', 'pypi'];

/**
 * Packages that are imported and only there because another one needs them. Without a lock that names it nobody can
 * tell a package from an alias or a module of the system, so nothing is said.
 */
export async function undeclaredPackages(
  context: CheckContext,
  { manifests, unreadable }: Manifests,
  use: DependencyUse,
): Promise<Undeclared[]> {
  const { files } = await context.facts(inventory);
  const own = ownModules(files.map(({ path }) => path));
  const result = new Map<string, Undeclared>();
  // Most modules are imported by many files, below the same manifests.
  const known = new Map<
    string,
    { name: string; lock: string; manifest: ManifestFact } | undefined
  >();
  const chains = new Map<string, ManifestFact[]>();
  for (const item of use.imports) {
    if (
      item.class !== 'source' ||
      item.typeOnly ||
      !LOOSE.includes(item.ecosystem) ||
      isBuiltInModule(item.module, item.ecosystem) ||
      (item.ecosystem === 'pypi' && own.has(item.module.split('.')[0]))
    ) {
      continue;
    }
    const place = `${item.ecosystem}\0${folderOf(item.path)}`;
    let around = chains.get(place);
    if (!around) {
      around = manifests.filter(
        ({ ecosystem, root }) =>
          ecosystem === item.ecosystem && isWithin(item.path, root),
      );
      chains.set(place, around);
    }
    const key = `${around.map(({ path }) => path).join('\0')}\0\0${
      item.module
    }`;
    if (!known.has(key)) {
      known.set(key, judge(item, around, manifests));
    }
    const judged = known.get(key);
    const found = judged && { ...judged, first: item };
    if (
      found &&
      !unreadable.some(path => isWithin(item.path, folderOf(path))) &&
      !result.has(`${found.manifest.path}\0${found.name}`) &&
      (await isUnconditional(context, item))
    ) {
      result.set(`${found.manifest.path}\0${found.name}`, found);
    }
  }
  return [...result.values()];
}

function judge(
  { ecosystem, module }: ModuleImport,
  around: readonly ManifestFact[],
  all: readonly ManifestFact[],
): Omit<Undeclared, 'first'> | undefined {
  const direct = around.flatMap(({ dependencies }) => dependencies);
  const names = new Set(direct.map(({ name }) => name));
  // A package of the same repository declares for those that use it.
  const declared = [
    ...direct,
    ...all
      .filter(
        item =>
          item.ecosystem === ecosystem &&
          item.name !== undefined &&
          names.has(
            ecosystem === 'pypi' ? normalisePypiName(item.name) : item.name,
          ),
      )
      .flatMap(({ dependencies }) => dependencies),
  ];
  // Without any declared package the manifest is made by a program that was not run.
  if (declared.length === 0) {
    return undefined;
  }
  const isNamed =
    declared.some(
      dependency =>
        givesModule(dependency, ecosystem, module) ||
        companionsOf(dependency.name, ecosystem).some(name =>
          givesModule({ name }, ecosystem, module),
        ) ||
        bringsAsExtra(dependency.extras, ecosystem, module),
    ) ||
    around.some(({ name }) => name && givesModule({ name }, ecosystem, module));
  if (isNamed) {
    return undefined;
  }
  const candidates =
    ecosystem === 'npm' ? [packageOf(module)] : distributionsOf(module);
  const nearest = [...around].sort((a, b) => b.root.length - a.root.length);
  for (const manifest of nearest) {
    for (const lock of manifest.locks) {
      const name = candidates.find(
        candidate =>
          lock.packages.includes(candidate) &&
          !ALWAYS_THERE.includes(candidate),
      );
      if (name && manifest.dependencies.length > 0) {
        return { name, manifest, lock: lock.path };
      }
    }
  }
  return undefined;
}

/** `celery[redis]` declares redis as well; extras called `all` and `standard` may bring anything. */
function bringsAsExtra(
  extras: readonly string[] | undefined,
  ecosystem: Ecosystem,
  module: string,
): boolean {
  return (extras ?? []).some(
    extra =>
      ['all', 'standard', 'full', 'complete'].includes(extra) ||
      givesModule(
        { name: extra.toLocaleLowerCase('en-US') },
        ecosystem,
        module,
      ),
  );
}

function packageOf(module: string): string {
  return module
    .split('/')
    .slice(0, module.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Names by which a project's own Python files can be imported, whatever folder is on the path. */
function ownModules(paths: readonly string[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const path of paths) {
    if (path.endsWith('.py') || path.endsWith('.pyi')) {
      const segments = path.split('/');
      const file = segments.pop() ?? '';
      names.add(file.slice(0, file.lastIndexOf('.')));
      segments.forEach(segment => names.add(segment));
    }
  }
  return names;
}

/** An import that is tried, or made under a condition, is optional. */
async function isUnconditional(
  context: CheckContext,
  { path, line, ecosystem }: ModuleImport,
): Promise<boolean> {
  const file = await context.syntax.file(path);
  const kinds =
    ecosystem === 'pypi'
      ? ['import_statement', 'import_from_statement']
      : ['import_statement', 'export_statement', 'call_expression'];
  const nodes =
    file?.root.findAll({ rule: { any: kinds.map(kind => ({ kind })) } }) ?? [];
  const node = nodes.find(item => {
    const { start, end } = item.range();
    return start.line < line && line - 1 <= end.line;
  });
  return (
    node !== undefined &&
    !node
      .ancestors()
      .some(ancestor =>
        ['try_statement', 'if_statement', 'conditional_expression'].includes(
          ancestor.kind(),
        ),
      )
  );
}
