import { CheckContext } from '../../../engine/types';
import { inventory } from '../../../facts/inventory/extract';
import {
  DependencyUse,
  importsOf,
} from '../../../facts/manifests/dependencyUse';
import { importNamesOf } from '../../../facts/manifests/importNames';
import { LOCK_FORMATS } from '../../../facts/manifests/locks';
import { isWithin, nameOf } from '../../../facts/manifests/names';
import {
  DependencyFact,
  LockFact,
  ManifestFact,
} from '../../../facts/manifests/schema';
import { isImplicit } from './packages';

/** Documents tell what somebody meant to use. */
const DOCUMENTS = ['.md', '.rst', '.adoc', '.mdx', '.txt'];

/** Declared packages that nothing imports, and no file of any kind names either. */
export async function unusedDependencies(
  context: CheckContext,
  manifest: ManifestFact,
  declared: readonly DependencyFact[],
  use: DependencyUse,
): Promise<DependencyFact[]> {
  const lines = (context.read(manifest.path) ?? '').split('\n');
  const candidates = declared.filter(
    dependency =>
      !isImplicit(dependency.name, manifest.ecosystem) &&
      !isPlugin(dependency.name, manifest.name) &&
      importsOf(use, dependency, manifest)?.length === 0 &&
      !isConditional(lines[dependency.line - 1] ?? '', manifest),
  );
  // What packages ask their users to install stands in the lock; one that cannot be read may ask for anything.
  if (
    candidates.length === 0 ||
    manifest.locks.some(({ packages }) => packages.length === 0)
  ) {
    return [];
  }
  const peers = new Set(manifest.locks.flatMap(lock => peersIn(lock, context)));
  let open = candidates
    .filter(({ name }) => !peers.has(name))
    .map(dependency => ({ dependency, words: wordsOf(dependency, manifest) }));
  const { files } = await context.facts(inventory);
  for (const { path, class: fileClass } of files) {
    if (open.length === 0) {
      break;
    }
    if (
      fileClass === 'vendored' ||
      Object.hasOwn(LOCK_FORMATS, nameOf(path)) ||
      (DOCUMENTS.some(ending => path.endsWith(ending)) &&
        path !== manifest.path) ||
      !isNear(path, manifest)
    ) {
      continue;
    }
    const text = textWithoutDeclarations(context, path, manifest);
    open = open.filter(({ words }) => !words.some(word => text.includes(word)));
  }
  return open.map(({ dependency }) => dependency);
}

/** Plug-ins are called after what loads them: `verdaccio-audit`, `@strapi/plugin-users`. */
function isPlugin(name: string, host: string | undefined): boolean {
  return (
    name.includes('plugin') ||
    (host !== undefined && name.startsWith(`${host}-`))
  );
}

/** Files below a manifest, and those of the root that may speak of it: pipelines, Dockerfiles, Makefiles. */
function isNear(path: string, { root }: ManifestFact): boolean {
  return isWithin(path, root) || !path.includes('/') || path.startsWith('.');
}

/** Only for some platforms or versions, or with a reason that the author gives. */
function isConditional(line: string, { ecosystem }: ManifestFact): boolean {
  return (
    ecosystem === 'pypi' &&
    (line.includes(';') || line.includes('markers') || line.includes('#'))
  );
}

/** Lower case, because names of Python packages and files are written in many ways. */
function wordsOf(
  { name }: DependencyFact,
  { ecosystem }: ManifestFact,
): string[] {
  const names =
    ecosystem === 'pypi'
      ? [name, name.split('-').join('_'), ...importNamesOf(name, ecosystem)]
      : [name];
  return [...new Set(names.map(item => item.toLocaleLowerCase('en-US')))];
}

function textWithoutDeclarations(
  context: CheckContext,
  path: string,
  manifest: ManifestFact,
): string {
  const text = (context.read(path) ?? '').toLocaleLowerCase('en-US');
  if (path !== manifest.path) {
    // Manifests beside this one declare too, and use as little.
    return ['package.json', 'pyproject.toml', 'setup.cfg', 'Pipfile'].includes(
      nameOf(path),
    ) || path.endsWith('.in')
      ? ''
      : text;
  }
  const declared = new Set(manifest.dependencies.map(({ line }) => line));
  return text
    .split('\n')
    .filter((_, index) => !declared.has(index + 1))
    .join('\n');
}

/** Names that locked packages ask their users to install. */
function peersIn({ path, kind }: LockFact, context: CheckContext): string[] {
  const text = context.read(path) ?? '';
  if (!text.includes('peerDependencies')) {
    return [];
  }
  const names: string[] = [];
  let indent = -1;
  for (const line of text.split('\n')) {
    const depth = line.length - line.trimStart().length;
    if (indent >= 0 && depth > indent) {
      const [key] = line.trim().split(/["']?\s{0,2}:/, 1);
      names.push(key.replace(/^["']/, ''));
    } else {
      indent = -1;
    }
    const word = line.trim().replace(/^"/, '');
    if (word.startsWith('peerDependencies":') || word === 'peerDependencies:') {
      indent = depth;
    }
  }
  return kind.endsWith('.json') ||
    kind.endsWith('.yaml') ||
    kind === 'yarn.lock'
    ? names
    : [];
}
