import { parse } from 'smol-toml';
import { SyntaxIndex } from '../../syntax/schema';
import { LineFinder } from './lines';
import { folderOf, isDevelopmentName, normalisePypiName } from './names';
import { parseRequirement } from './pythonRequirement';
import {
  DependencyFact,
  ManifestFact,
  RuntimeFact,
  ScriptFact,
} from './schema';
import { stringOf, Table, tableAt } from './values';

type Scope = DependencyFact['scope'];

/** Reads a `Pipfile`. */
export function parsePipfile(path: string, text: string): ManifestFact {
  const document = parse(text) as Table;
  const lines = new LineFinder(text);
  const section = (name: string, scope: Scope) =>
    Object.entries(tableAt(document, name)).map(
      ([dependency, value]): DependencyFact => {
        const table = tableAt(value);
        const range =
          stringOf(value) ??
          stringOf(table.version) ??
          stringOf(table.git) ??
          '*';
        return {
          name: normalisePypiName(dependency),
          range,
          scope,
          exact:
            (range.startsWith('==') && !range.includes('*')) ||
            stringOf(table.ref)?.length === 40,
          path,
          line: lines.key(dependency, name),
        };
      },
    );
  return {
    path,
    ecosystem: 'pypi',
    root: folderOf(path),
    dependencies: [
      ...section('packages', 'production'),
      ...section('dev-packages', 'development'),
    ],
    scripts: Object.entries(tableAt(document, 'scripts')).flatMap(
      ([name, value]): ScriptFact[] => {
        const command = stringOf(value) ?? stringOf(tableAt(value).cmd);
        return command
          ? [{ name, command, line: lines.key(name, 'scripts') }]
          : [];
      },
    ),
    locks: [],
  };
}

/** Reads the declarative part of a `setup.cfg`; `undefined` when it only configures tools. */
export function parseSetupCfg(
  path: string,
  text: string,
): ManifestFact | undefined {
  const dependencies: DependencyFact[] = [];
  const scripts: ScriptFact[] = [];
  const runtimes: RuntimeFact[] = [];
  let name: string | undefined;
  let section = '';
  let key = '';
  text.split('\n').forEach((raw, index) => {
    const line = raw.trim();
    if (!line || line.startsWith('#') || line.startsWith(';')) {
      return;
    }
    let value = line;
    if (line.startsWith('[') && line.endsWith(']')) {
      section = line.slice(1, -1).trim();
      key = '';
      return;
    }
    if (raw.slice(0, 1).trim()) {
      const equals = line.indexOf('=');
      key = line.slice(0, Math.max(equals, 0)).trim();
      value = line.slice(equals + 1).trim();
    }
    if (section === 'metadata' && key === 'name') {
      name = value;
    }
    if (section === 'options' && key === 'python_requires' && value) {
      runtimes.push({ name: 'python', range: value, line: index + 1 });
    }
    const scope = setupCfgScope(section, key);
    const requirement = scope && value ? parseRequirement(value) : undefined;
    if (scope && requirement) {
      dependencies.push({ ...requirement, scope, path, line: index + 1 });
    }
    if (
      section === 'options.entry_points' &&
      key === 'console_scripts' &&
      value.includes('=')
    ) {
      const equals = value.indexOf('=');
      scripts.push({
        name: value.slice(0, equals).trim(),
        command: value.slice(equals + 1).trim(),
        line: index + 1,
      });
    }
  });
  return dependencies.length > 0 || name
    ? {
        path,
        ecosystem: 'pypi',
        root: folderOf(path),
        ...(name ? { name } : {}),
        dependencies,
        scripts,
        ...(runtimes.length > 0 ? { runtimes } : {}),
        locks: [],
      }
    : undefined;
}

function setupCfgScope(section: string, key: string): Scope | undefined {
  if (section === 'options' && key === 'install_requires') {
    return 'production';
  }
  if (section === 'options' && key === 'tests_require') {
    return 'development';
  }
  if (section === 'options.extras_require') {
    return isDevelopmentName(key) ? 'development' : 'optional';
  }
  return undefined;
}

/** Reads the arguments of `setup()` as far as they are written out. */
export async function parseSetupPy(
  path: string,
  syntax: SyntaxIndex,
): Promise<ManifestFact | undefined> {
  const file = await syntax.file(path);
  const call = file?.calls.find(
    ({ name }) =>
      name === 'setuptools.setup' || name === 'distutils.core.setup',
  );
  if (!call) {
    return undefined;
  }
  const argument = (name: string) => call.args.find(item => item.name === name);
  const requirements = (
    value: unknown,
    line: number,
    scope: Scope,
  ): DependencyFact[] =>
    (Array.isArray(value) ? value : []).flatMap(item => {
      const requirement =
        typeof item === 'string' ? parseRequirement(item) : undefined;
      return requirement ? [{ ...requirement, scope, path, line }] : [];
    });
  const extras = argument('extras_require');
  const python = argument('python_requires');
  const name = argument('name')?.value;
  return {
    path,
    ecosystem: 'pypi',
    root: folderOf(path),
    ...(typeof name === 'string' ? { name } : {}),
    dependencies: [
      ...requirements(
        argument('install_requires')?.value,
        argument('install_requires')?.line ?? call.line,
        'production',
      ),
      ...requirements(
        argument('tests_require')?.value,
        argument('tests_require')?.line ?? call.line,
        'development',
      ),
      ...Object.entries(tableAt(extras?.value)).flatMap(([extra, list]) =>
        requirements(
          list,
          extras?.line ?? call.line,
          isDevelopmentName(extra) ? 'development' : 'optional',
        ),
      ),
    ],
    scripts: [],
    ...(typeof python?.value === 'string'
      ? {
          runtimes: [
            { name: 'python' as const, range: python.value, line: python.line },
          ],
        }
      : {}),
    locks: [],
  };
}
