import {
  entriesOf,
  entryAt,
  itemsOf,
  scalarsOf,
  textAt,
  truthAt,
  valueAt,
} from '../yaml/access';
import { YamlEntry, YamlValue } from '../yaml/schema';
import { isOn, IniSetting, listOf, parseIni } from './ini';
import { TypeConfiguration, Weakness } from './schema';

/** Codes without which a checker finds no wrong name and no wrong call any more. */
const CORE_MYPY = new Set([
  'attr-defined',
  'name-defined',
  'call-arg',
  'arg-type',
]);
const CORE_PYRIGHT = new Set([
  'reportAttributeAccessIssue',
  'reportCallIssue',
  'reportArgumentType',
  'reportUndefinedVariable',
  'reportGeneralTypeIssues',
]);
/** From so many codes on a configuration takes the checker's teeth. */
const MANY_CODES = 5;

/** What one setting says, wherever it is written. */
interface MypySettings {
  path: string;
  line: number;
  strict?: { on: boolean; line: number };
  ignoreErrors?: number;
  disabled?: { codes: string[]; line: number };
  files?: { paths: string[]; line: number };
  overrides: {
    modules: string[];
    line: number;
    ignoreErrors: boolean;
    skipped: boolean;
  }[];
}

/** Whether a path of a configuration is in the tree, and which packages are the tree's own. */
export interface OwnCode {
  /** Packages at the top of the production code. */
  packages: ReadonlySet<string>;
  exists(path: string): boolean;
}

/** Settings of mypy in `mypy.ini` and `setup.cfg`. */
export function mypyOfIni(
  path: string,
  text: string,
): MypySettings | undefined {
  const sections = parseIni(text);
  const main = sections.get('mypy');
  if (!main) {
    return undefined;
  }
  const { settings } = main;
  const found: MypySettings = { path, line: main.line, overrides: [] };
  readMypy(found, key => settings.get(key));
  for (const [name, section] of sections) {
    if (name.startsWith('mypy-')) {
      found.overrides.push({
        modules: name.slice('mypy-'.length).split(','),
        line: section.line,
        ignoreErrors: isOn(section.settings.get('ignore_errors')),
        skipped: section.settings.get('follow_imports')?.value === 'skip',
      });
    }
  }
  return found;
}

function readMypy(
  found: MypySettings,
  setting: (key: string) => IniSetting | undefined,
): void {
  const strict = setting('strict');
  if (strict) {
    found.strict = { on: isOn(strict), line: strict.line };
  }
  const ignored = setting('ignore_errors');
  if (isOn(ignored)) {
    found.ignoreErrors = ignored!.line;
  }
  const codes = setting('disable_error_code');
  if (codes) {
    found.disabled = { codes: listOf(codes), line: codes.line };
  }
  const files = setting('files');
  if (files) {
    found.files = { paths: listOf(files), line: files.line };
  }
}

/** Settings of mypy in `pyproject.toml`. */
export function mypyOfToml(
  path: string,
  root: YamlValue,
): MypySettings | undefined {
  const entry = entryAt(root, 'tool', 'mypy');
  if (!entry) {
    return undefined;
  }
  const found: MypySettings = { path, line: entry.line, overrides: [] };
  readMypy(found, key => settingOf(entryAt(entry.value, key)));
  for (const override of itemsOf(valueAt(entry.value, 'overrides'))) {
    found.overrides.push({
      modules: scalarsOf(valueAt(override, 'module')).map(({ text }) => text),
      line: entryAt(override, 'module')?.line ?? override.line,
      ignoreErrors: truthAt(override, 'ignore_errors') === true,
      skipped: textAt(override, 'follow_imports') === 'skip',
    });
  }
  return found;
}

function settingOf(entry: YamlEntry | undefined): IniSetting | undefined {
  return (
    entry && {
      value: scalarsOf(entry.value)
        .map(({ text }) => text)
        .join('\n'),
      line: entry.line,
    }
  );
}

/** The configuration that settings of mypy make. */
export function mypyConfiguration(
  settings: MypySettings,
  folder: string,
  own: OwnCode,
): TypeConfiguration {
  const { path, line, strict, ignoreErrors, disabled, files } = settings;
  const weaknesses: Weakness[] = [];
  const add = (kind: Weakness['kind'], at: number, text: string) =>
    weaknesses.push({ kind, text, path, line: at });
  if (ignoreErrors !== undefined) {
    add('switched-off', ignoreErrors, 'ignore_errors is on for everything');
  }
  if (disabled) {
    const core = disabled.codes.filter(code => CORE_MYPY.has(code));
    if (core.length > 0 || disabled.codes.length >= MANY_CODES) {
      add('codes', disabled.line, tooManyCodes(disabled.codes, core));
    }
  }
  for (const override of settings.overrides) {
    const wide = override.modules.find(module =>
      own.packages.has(module.replace(/\.\*$/, '')),
    );
    if (wide && (override.ignoreErrors || override.skipped)) {
      add(
        'own-code-left-out',
        override.line,
        `${
          override.ignoreErrors ? 'errors' : 'imports'
        } of the own package ${wide} are not looked at`,
      );
    }
  }
  if (files && matchesNothing(files.paths, folder, own)) {
    add(
      'matches-nothing',
      files.line,
      `files names nothing that exists: ${files.paths.slice(0, 3).join(', ')}`,
    );
  }
  return {
    tool: 'mypy',
    family: 'python',
    folder,
    path,
    line,
    strict: { on: strict?.on ?? false, path, line: strict?.line ?? line },
    checksJavaScript: false,
    weaknesses,
  };
}

function tooManyCodes(
  codes: readonly string[],
  core: readonly string[],
): string {
  return core.length > 0
    ? `errors of the kind ${core.join(', ')} are switched off`
    : `${codes.length} kinds of errors are switched off`;
}

/** `pyrightconfig.json`, or `tool.pyright` of a `pyproject.toml`. */
export function pyrightConfiguration(
  path: string,
  table: YamlValue,
  line: number,
  folder: string,
  own: OwnCode,
): TypeConfiguration {
  const weaknesses: Weakness[] = [];
  const mode = entryAt(table, 'typeCheckingMode');
  const modeText = textAt(table, 'typeCheckingMode');
  if (modeText === 'off') {
    weaknesses.push({
      kind: 'switched-off',
      text: 'typeCheckingMode is off',
      path,
      line: mode!.line,
    });
  }
  const off = entriesOf(table).filter(
    ({ key, value }) =>
      key.startsWith('report') &&
      value.kind === 'scalar' &&
      ['false', 'none'].includes(value.text),
  );
  const core = off.filter(({ key }) => CORE_PYRIGHT.has(key));
  if (core.length > 0 || (modeText === 'strict' && off.length >= MANY_CODES)) {
    weaknesses.push({
      kind: 'codes',
      text: tooManyCodes(
        off.map(({ key }) => key),
        core.map(({ key }) => key),
      ),
      path,
      line: (core[0] ?? off[0]).line,
    });
  }
  const include = entryAt(table, 'include');
  const paths = scalarsOf(include?.value).map(({ text }) => text);
  if (include && matchesNothing(paths, folder, own)) {
    weaknesses.push({
      kind: 'matches-nothing',
      text: `include names nothing that exists: ${paths
        .slice(0, 3)
        .join(', ')}`,
      path,
      line: include.line,
    });
  }
  return {
    tool: 'pyright',
    family: 'python',
    folder,
    path,
    line,
    strict: { on: modeText === 'strict', path, line: mode?.line ?? line },
    checksJavaScript: false,
    weaknesses,
  };
}

/** Whether none of some paths is in the tree. Patterns may match what was not looked up. */
export function matchesNothing(
  paths: readonly string[],
  folder: string,
  own: OwnCode,
): boolean {
  return (
    paths.length > 0 &&
    paths.every(path => {
      const [fixed] = path.replace(/^\.\//, '').split(/[*?[{$]/);
      const clean = fixed.replace(/\/$/, '');
      return (
        clean !== '' &&
        clean !== '.' &&
        !clean.startsWith('..') &&
        !own.exists(folder ? `${folder}/${clean}` : clean)
      );
    })
  );
}
