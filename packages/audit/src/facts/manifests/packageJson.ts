import { Node, ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
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
  // As strict as the package managers: what they refuse installs nothing.
  const errors: ParseError[] = [];
  const tree = parseTree(
    // Editors of Windows put a mark in front, which the managers skip; a blank keeps the offsets.
    text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text,
    errors,
    { disallowComments: true, allowTrailingComma: false },
  );
  if (errors.length > 0) {
    throw new Error(printParseErrorCode(errors[0].error));
  }
  if (tree?.type !== 'object') {
    throw new Error('no object');
  }
  const lineOf = lineCounter(text);
  const root = members(tree);
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
    dependencies: dependencies.filter(
      (item, index) =>
        dependencies.findIndex(
          other => other.name === item.name && other.scope === item.scope,
        ) === index,
    ),
    scripts,
    locks: [],
  };
  return { manifest, workspaces: workspacesOf(root.get('workspaces')?.value) };
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

type Members = Map<string, { key: Node; value: Node }>;

function members(node: Node | undefined): Members {
  const result: Members = new Map();
  if (node?.type === 'object') {
    for (const { children } of node.children ?? []) {
      const [key, value] = children ?? [];
      if (key && value && typeof key.value === 'string') {
        result.set(key.value, { key, value });
      }
    }
  }
  return result;
}

/** Gives the line of an offset; offsets may come in any order. */
function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    starts.push(at + 1);
  }
  return offset => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (starts[middle] <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low + 1;
  };
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
