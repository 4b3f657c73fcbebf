import { parse as parseJsonc } from 'jsonc-parser';
import { parseSyml } from '@yarnpkg/parsers';
import { parse as parseToml } from 'smol-toml';
import { normalisePypiName } from './names';
import { Ecosystem } from './schema';
import { isTable, stringOf, tableAt } from './values';

interface LockFormat {
  ecosystem: Ecosystem;
  /** Names of the packages that it resolves. */
  packages(text: string): string[];
}

/** Formats of lock files by file name. */
export const LOCK_FORMATS: Record<string, LockFormat> = {
  'package-lock.json': { ecosystem: 'npm', packages: packageLock },
  'npm-shrinkwrap.json': { ecosystem: 'npm', packages: packageLock },
  'yarn.lock': { ecosystem: 'npm', packages: yarnLock },
  'pnpm-lock.yaml': { ecosystem: 'npm', packages: pnpmLock },
  'bun.lock': { ecosystem: 'npm', packages: bunLock },
  // Binary: it locks, but cannot be read.
  'bun.lockb': { ecosystem: 'npm', packages: () => [] },
  'uv.lock': { ecosystem: 'pypi', packages: pythonToml },
  'poetry.lock': { ecosystem: 'pypi', packages: pythonToml },
  'pdm.lock': { ecosystem: 'pypi', packages: pythonToml },
  'pylock.toml': { ecosystem: 'pypi', packages: pythonToml },
  'Pipfile.lock': { ecosystem: 'pypi', packages: pipfileLock },
  'go.sum': { ecosystem: 'go', packages: goSum },
  'Cargo.lock': { ecosystem: 'cargo', packages: cargoLock },
  'gradle.lockfile': { ecosystem: 'gradle', packages: gradleLock },
};

function packageLock(text: string): string[] {
  const lock: unknown = JSON.parse(text);
  const modules = 'node_modules/';
  const packages = Object.keys(tableAt(lock, 'packages')).flatMap(path => {
    const at = path.lastIndexOf(modules);
    return at < 0 ? [] : [path.slice(at + modules.length)];
  });
  return unique([...packages, ...Object.keys(tableAt(lock, 'dependencies'))]);
}

function yarnLock(text: string): string[] {
  return unique(
    Object.keys(parseSyml(text) as Record<string, unknown>)
      .filter(key => key !== '__metadata')
      .flatMap(key => key.split(','))
      .map(descriptor => packageName(descriptor.trim())),
  );
}

/** Keys of `packages:`, without reading the rest, which is long. */
function pnpmLock(text: string): string[] {
  const names: string[] = [];
  let section = '';
  for (const line of text.split('\n')) {
    if (line && !line.startsWith(' ')) {
      section = line.trim();
    } else if (
      (section === 'packages:' || section === 'snapshots:') &&
      line.startsWith('  ') &&
      line[2] !== ' ' &&
      line.trimEnd().endsWith(':')
    ) {
      const key = line.trim().slice(0, -1).split("'").join('');
      const written = key.startsWith('/') ? key.slice(1) : key;
      const parentheses = written.indexOf('(');
      names.push(
        packageName(parentheses > 0 ? written.slice(0, parentheses) : written),
      );
    }
  }
  return unique(names);
}

function bunLock(text: string): string[] {
  const lock: unknown = parseJsonc(text, [], { allowTrailingComma: true });
  return unique(
    Object.values(tableAt(lock, 'packages')).flatMap(value => {
      const first: unknown = Array.isArray(value) ? value[0] : undefined;
      return typeof first === 'string' ? [packageName(first)] : [];
    }),
  );
}

/** `@scope/name@npm:^1` → `@scope/name`; `name/1.0.0` of old pnpm locks → `name`. */
function packageName(descriptor: string): string {
  const at = descriptor.indexOf('@', 1);
  if (at > 0) {
    return descriptor.slice(0, at);
  }
  const slash = descriptor.lastIndexOf('/');
  return slash > 0 && /^\d/.test(descriptor.slice(slash + 1))
    ? descriptor.slice(0, slash)
    : descriptor;
}

function pythonToml(text: string): string[] {
  const lock: unknown = parseToml(text);
  const table = tableAt(lock);
  return unique(
    [table.package, table.packages].flatMap(list =>
      namesIn(list).map(normalisePypiName),
    ),
  );
}

function cargoLock(text: string): string[] {
  return unique(namesIn(tableAt(parseToml(text)).package));
}

function namesIn(list: unknown): string[] {
  return (Array.isArray(list) ? list : []).flatMap((item: unknown) => {
    const name = isTable(item) ? stringOf(item.name) : undefined;
    return name ? [name] : [];
  });
}

function pipfileLock(text: string): string[] {
  const lock: unknown = JSON.parse(text);
  return unique(
    [
      ...Object.keys(tableAt(lock, 'default')),
      ...Object.keys(tableAt(lock, 'develop')),
    ].map(normalisePypiName),
  );
}

function goSum(text: string): string[] {
  return unique(
    text.split('\n').flatMap(line => {
      const [module] = line.split(' ');
      return module ? [module] : [];
    }),
  );
}

function gradleLock(text: string): string[] {
  return unique(
    text.split('\n').flatMap(line => {
      const [group, artifact] = line.split('=')[0].split(':');
      return group && artifact && !group.startsWith('#')
        ? [`${group}:${artifact}`]
        : [];
    }),
  );
}

function unique(names: string[]): string[] {
  return [...new Set(names)].sort();
}
