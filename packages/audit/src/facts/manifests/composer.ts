import { members, readObject } from './jsonObject';
import { folderOf } from './names';
import {
  DependencyFact,
  ManifestFact,
  RuntimeFact,
  ScriptFact,
} from './schema';

const SECTIONS: Record<string, DependencyFact['scope']> = {
  require: 'production',
  'require-dev': 'development',
};

/** Reads a `composer.json`; requirements of PHP itself and of its extensions are no packages. */
export function parseComposer(path: string, text: string): ManifestFact {
  const { root, lineOf } = readObject(text);
  const runtimes: RuntimeFact[] = [];
  const dependencies = Object.entries(SECTIONS).flatMap(([section, scope]) =>
    [...members(root.get(section)?.value)].flatMap(
      ([name, { key, value }]): DependencyFact[] => {
        const range: unknown = value.value;
        if (typeof range !== 'string') {
          return [];
        }
        const line = lineOf(key.offset);
        if (name === 'php') {
          runtimes.push({ name: 'php', range, line });
        }
        return name.includes('/')
          ? [
              {
                name: name.toLocaleLowerCase('en-US'),
                range,
                scope,
                exact: /^=?v?\d+(?:\.\d+){1,3}$/.test(range.trim()),
                path,
                line,
              },
            ]
          : [];
      },
    ),
  );
  const scripts = [...members(root.get('scripts')?.value)].flatMap(
    ([name, { key, value }]): ScriptFact[] => {
      const commands =
        value.type === 'array'
          ? (value.children ?? []).map(child => String(child.value))
          : [String(value.value ?? '')];
      return commands.some(Boolean)
        ? [{ name, command: commands.join(' && '), line: lineOf(key.offset) }]
        : [];
    },
  );
  const name: unknown = root.get('name')?.value.value;
  return {
    path,
    ecosystem: 'composer',
    root: folderOf(path),
    ...(typeof name === 'string' ? { name } : {}),
    dependencies,
    scripts,
    ...(runtimes.length > 0 ? { runtimes } : {}),
    locks: [],
  };
}
