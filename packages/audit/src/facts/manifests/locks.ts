import { parse as parseJsonc } from 'jsonc-parser';
import { parseSyml } from '@yarnpkg/parsers';
import { parse as parseToml } from 'smol-toml';
import { normalisePypiName } from './names';
import { Ecosystem, LockedPackage } from './schema';
import { isTable, stringOf, tableAt } from './values';

/** A package as a lock names it; who asked for it is known only to the manifests. */
export type LockEntry = Omit<LockedPackage, 'direct'>;

interface LockFormat {
  ecosystem: Ecosystem;
  /** The packages that it resolves, in any order. */
  packages(text: string): LockEntry[];
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
  'Gemfile.lock': { ecosystem: 'rubygems', packages: gemfileLock },
  'gems.locked': { ecosystem: 'rubygems', packages: gemfileLock },
  'composer.lock': { ecosystem: 'composer', packages: composerLock },
};

/** Entries in order, each once; for development only when every mention says so. */
export function uniqueEntries(entries: readonly LockEntry[]): LockEntry[] {
  const result = new Map<string, LockEntry>();
  for (const entry of entries) {
    const key = `${entry.name}\0${entry.version}`;
    const known = result.get(key);
    if (!known) {
      result.set(key, entry);
    } else if (known.development && !entry.development) {
      result.set(key, entry);
    }
  }
  return [...result.values()].sort(
    (a, b) => compare(a.name, b.name) || compare(a.version, b.version),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function packageLock(text: string): LockEntry[] {
  const lock: unknown = JSON.parse(text);
  const modules = 'node_modules/';
  const packages = Object.entries(tableAt(lock, 'packages')).flatMap(
    ([path, value]) => {
      const at = path.lastIndexOf(modules);
      return at < 0 ? [] : [npmEntry(path.slice(at + modules.length), value)];
    },
  );
  // Locks of npm 6 nest what is not shared.
  const nested = (holder: unknown, depth: number): LockEntry[] =>
    Object.entries(tableAt(holder, 'dependencies')).flatMap(([name, value]) => [
      npmEntry(name, value),
      ...(depth < 50 ? nested(value, depth + 1) : []),
    ]);
  return [...packages, ...nested(lock, 0)];
}

function npmEntry(name: string, value: unknown): LockEntry {
  const table = tableAt(value);
  return {
    name,
    version: stringOf(table.version) ?? '',
    ...(table.dev === true ? { development: true } : {}),
  };
}

function yarnLock(text: string): LockEntry[] {
  return Object.entries(parseSyml(text) as Record<string, unknown>)
    .filter(([key]) => key !== '__metadata')
    .flatMap(([key, value]) => {
      const version = stringOf(tableAt(value).version) ?? '';
      const names = key
        .split(',')
        .map(descriptor => packageName(descriptor.trim()));
      return [...new Set(names)].map(name => ({ name, version }));
    });
}

/** Keys of `packages:`, without reading the rest, which is long. */
function pnpmLock(text: string): LockEntry[] {
  const entries: LockEntry[] = [];
  let section = '';
  for (const line of text.split('\n')) {
    if (line && !line.startsWith(' ')) {
      section = line.trim();
    } else if (
      (section === 'packages:' || section === 'snapshots:') &&
      line.startsWith('  ') &&
      line[2] !== ' ' &&
      (line.trimEnd().endsWith(':') || line.trimEnd().endsWith(': {}'))
    ) {
      const trimmed = line.trim();
      const key = trimmed
        .slice(0, trimmed.endsWith('{}') ? -4 : -1)
        .split("'")
        .join('');
      const written = key.startsWith('/') ? key.slice(1) : key;
      const parentheses = written.indexOf('(');
      entries.push(
        pnpmEntry(parentheses > 0 ? written.slice(0, parentheses) : written),
      );
    } else if (
      section === 'packages:' &&
      entries.length > 0 &&
      line === '    dev: true'
    ) {
      entries[entries.length - 1].development = true;
    }
  }
  return entries;
}

/** `@a/b@1.0.0`; `a/1.0.0_peer@2` of old versions. */
function pnpmEntry(key: string): LockEntry {
  const name = packageName(key);
  const rest = key.slice(name.length + 1);
  return { name, version: rest.split('_')[0] };
}

function bunLock(text: string): LockEntry[] {
  const lock: unknown = parseJsonc(text, [], { allowTrailingComma: true });
  return Object.values(tableAt(lock, 'packages')).flatMap(value => {
    const first: unknown = Array.isArray(value) ? value[0] : undefined;
    if (typeof first !== 'string') {
      return [];
    }
    const name = packageName(first);
    return [{ name, version: first.slice(name.length + 1) }];
  });
}

/** `@scope/name@npm:^1` → `@scope/name`; `name/1.0.0` of old pnpm locks → `name`. */
function packageName(descriptor: string): string {
  const slash = descriptor.lastIndexOf('/');
  const isOldPnpm = slash > 0 && /^\d/.test(descriptor.slice(slash + 1));
  const at = descriptor.indexOf('@', 1);
  if (at > 0 && (!isOldPnpm || at < slash)) {
    return descriptor.slice(0, at);
  }
  return isOldPnpm ? descriptor.slice(0, slash) : descriptor;
}

function pythonToml(text: string): LockEntry[] {
  const table = tableAt(parseToml(text));
  return [table.package, table.packages].flatMap(list =>
    tablesIn(list).flatMap(item => {
      const name = stringOf(item.name);
      const groups = item.groups;
      return name
        ? [
            {
              name: normalisePypiName(name),
              version: stringOf(item.version) ?? '',
              ...(item.category === 'dev' ||
              (Array.isArray(groups) &&
                groups.length > 0 &&
                !groups.includes('main') &&
                !groups.includes('default'))
                ? { development: true }
                : {}),
            },
          ]
        : [];
    }),
  );
}

function cargoLock(text: string): LockEntry[] {
  return tablesIn(tableAt(parseToml(text)).package).flatMap(item => {
    const name = stringOf(item.name);
    return name ? [{ name, version: stringOf(item.version) ?? '' }] : [];
  });
}

function composerLock(text: string): LockEntry[] {
  const lock = tableAt(JSON.parse(text));
  const section = (list: unknown, development: boolean) =>
    tablesIn(list).flatMap(item => {
      const name = stringOf(item.name);
      return name
        ? [
            {
              name: name.toLocaleLowerCase('en-US'),
              version: (stringOf(item.version) ?? '').replace(/^v(?=\d)/, ''),
              ...(development ? { development } : {}),
            },
          ]
        : [];
    });
  return [
    ...section(lock.packages, false),
    ...section(lock['packages-dev'], true),
  ];
}

function tablesIn(list: unknown) {
  return (Array.isArray(list) ? list : []).filter(isTable);
}

function pipfileLock(text: string): LockEntry[] {
  const lock: unknown = JSON.parse(text);
  const section = (key: string, development: boolean) =>
    Object.entries(tableAt(lock, key)).map(([name, value]) => ({
      name: normalisePypiName(name),
      version: (stringOf(tableAt(value).version) ?? '').replace(/^=+/, ''),
      ...(development ? { development } : {}),
    }));
  return [...section('develop', true), ...section('default', false)];
}

function goSum(text: string): LockEntry[] {
  return text.split('\n').flatMap(line => {
    const [name, version = ''] = line.split(' ');
    // Sums of `go.mod` files are also kept for versions that are not used.
    return name && !version.endsWith('/go.mod') ? [{ name, version }] : [];
  });
}

function gradleLock(text: string): LockEntry[] {
  return text.split('\n').flatMap(line => {
    const [coordinates, configurations = ''] = line.split('=');
    const [group, artifact, version = ''] = coordinates.split(':');
    return group && artifact && !group.startsWith('#')
      ? [
          {
            name: `${group}:${artifact}`,
            version,
            ...(configurations &&
            configurations.split(',').every(name => name.startsWith('test'))
              ? { development: true }
              : {}),
          },
        ]
      : [];
  });
}

/** Lines of `specs:` with four blanks; those with more are the needs of the one above. */
function gemfileLock(text: string): LockEntry[] {
  return text.split('\n').flatMap(line => {
    const found = /^ {4}([^ ()]{1,200}) \(([^()]{1,100})\)$/.exec(
      line.trimEnd(),
    );
    return found ? [{ name: found[1], version: found[2] }] : [];
  });
}
