import { Node } from 'jsonc-parser';
import { Members, members, readObject } from './jsonObject';
import { folderOf } from './names';
import { DependencyFact, ManifestFact, ScriptFact } from './schema';
import { ParsedManifest } from './ParsedManifest';

const SECTIONS: Record<string, DependencyFact['scope']> = {
  dependencies: 'production',
  devDependencies: 'development',
  optionalDependencies: 'optional',
  peerDependencies: 'peer',
};

/** Reads a `package.json`. */
export function parsePackageJson(path: string, text: string): ParsedManifest {
  const { root, lineOf } = readObject(text);
  const dependencies = Object.entries(SECTIONS).flatMap(([section, scope]) =>
    [...members(root.get(section)?.value)].flatMap(
      ([name, { key, value }]): DependencyFact[] =>
        typeof value.value === 'string'
          ? [
              {
                name,
                range: value.value,
                scope,
                exact: isExactNpmRange(value.value),
                path,
                line: lineOf(key.offset),
              },
            ]
          : [],
    ),
  );
  const scripts = [...members(root.get('scripts')?.value)].flatMap(
    ([name, { key, value }]): ScriptFact[] =>
      typeof value.value === 'string'
        ? [{ name, command: value.value, line: lineOf(key.offset) }]
        : [],
  );
  const name = root.get('name')?.value.value;
  const isPrivate = root.get('private')?.value.value;
  const manifest: ManifestFact = {
    path,
    ecosystem: 'npm',
    root: folderOf(path),
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof isPrivate === 'boolean' ? { private: isPrivate } : {}),
    // Optional ones are also written to `dependencies` by some tools.
    dependencies: [
      ...new Map(
        [...dependencies]
          .reverse()
          .map(item => [`${item.scope} ${item.name}`, item]),
      ).values(),
    ].reverse(),
    scripts,
    ...runtimesOf(root, lineOf),
    locks: [],
  };
  return { manifest, workspaces: workspacesOf(root.get('workspaces')?.value) };
}

function runtimesOf(
  root: Members,
  lineOf: (offset: number) => number,
): Pick<ManifestFact, 'runtimes'> {
  const engine = members(root.get('engines')?.value).get('node');
  const range: unknown = engine?.value.value;
  return engine && typeof range === 'string'
    ? { runtimes: [{ name: 'node', range, line: lineOf(engine.key.offset) }] }
    : {};
}

/** `workspaces: […]` and `workspaces: { packages: […] }`. */
function workspacesOf(node: Node | undefined): string[] {
  const list =
    node?.type === 'object' ? members(node).get('packages')?.value : node;
  return list?.type === 'array'
    ? (list.children ?? []).flatMap(child =>
        typeof child.value === 'string' ? [child.value] : [],
      )
    : [];
}

const LOCAL_PROTOCOLS = [
  'workspace:',
  'file:',
  'link:',
  'portal:',
  'patch:',
  'backstage:',
];

/** One version and no other, or a place in the same tree. */
export function isExactNpmRange(range: string): boolean {
  const written = range.startsWith('npm:')
    ? range.slice(range.lastIndexOf('@') + 1)
    : range.trim();
  if (LOCAL_PROTOCOLS.some(protocol => written.startsWith(protocol))) {
    return true;
  }
  if (written.includes('#')) {
    return /^[0-9a-f]{40}$/.test(written.slice(written.lastIndexOf('#') + 1));
  }
  return /^[=v]{0,2}\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/.test(written);
}
