import { entriesOf, entryAt, scalarsOf } from '../yaml/access';
import { YamlValue } from '../yaml/schema';
import { IniSetting, listOf, parseIni } from './ini';
import { LintConfiguration } from './schema';

/** Rules for code that cannot run; with nothing else a linter looks for nothing else. */
const SYNTAX_CODES =
  /^(?:E9\d*|E999|F63\d?|F7\d*|F82\d?|F821|F822|F823|F402|F632|W605)$/;

/** Whether a selection of rules finds only what cannot run. */
export function isSyntaxOnly(codes: readonly string[]): boolean {
  return codes.length > 0 && codes.every(code => SYNTAX_CODES.test(code));
}

type Place = Pick<LintConfiguration, 'path' | 'line' | 'folder'>;

/** `ruff.toml`, or `tool.ruff` of a `pyproject.toml`. */
export function ruffConfiguration(
  table: YamlValue,
  place: Place,
): LintConfiguration {
  const lint = entryAt(table, 'lint')?.value;
  const entry = (key: string) => entryAt(lint, key) ?? entryAt(table, key);
  const texts = (key: string) =>
    scalarsOf(entry(key)?.value).map(({ text }) => text);
  const select = entry('select');
  const ignored = entry('ignore');
  return {
    tool: 'ruff',
    family: 'python',
    ...place,
    warns: false,
    ...(ignored
      ? { ignored: { count: texts('ignore').length, line: ignored.line } }
      : {}),
    ...(select && isSyntaxOnly([...texts('select'), ...texts('extend-select')])
      ? {
          syntaxOnly: {
            text: texts('select').join(', '),
            line: select.line,
          },
        }
      : {}),
  };
}

/** `[flake8]` of `setup.cfg`, `tox.ini` or `.flake8`; `[pylint…]` of the same. */
export function iniLinters(
  path: string,
  folder: string,
  text: string,
): LintConfiguration[] {
  const found: LintConfiguration[] = [];
  for (const [name, { line, settings }] of parseIni(text)) {
    if (name === 'flake8') {
      const select = settings.get('select');
      found.push({
        tool: 'flake8',
        family: 'python',
        path,
        folder,
        line,
        warns: false,
        ...ignoredBy(settings.get('extend-ignore') ?? settings.get('ignore')),
        ...(select && isSyntaxOnly(listOf(select))
          ? {
              syntaxOnly: {
                text: listOf(select).join(', '),
                line: select.line,
              },
            }
          : {}),
      });
    } else if (
      /^pylint(?:\.|$)/i.test(name) ||
      (/pylintrc$/.test(path) && /messages control/i.test(name))
    ) {
      if (!found.some(({ tool }) => tool === 'pylint')) {
        found.push({
          tool: 'pylint',
          family: 'python',
          path,
          folder,
          line,
          warns: false,
          ...ignoredBy(settings.get('disable')),
        });
      }
    }
  }
  return found;
}

function ignoredBy(
  setting: IniSetting | undefined,
): Pick<LintConfiguration, 'ignored'> {
  return setting
    ? { ignored: { count: listOf(setting).length, line: setting.line } }
    : {};
}

const SCRIPT_LINTERS: readonly [RegExp, string][] = [
  [/^(?:\.eslintrc(?:\.\w+)?|eslint\.config\.[cm]?[jt]s)$/, 'eslint'],
  [/^biome\.jsonc?$/, 'biome'],
  [/^\.oxlintrc\.json$/, 'oxlint'],
  [/^tslint\.json$/, 'tslint'],
  [/^\.?xo-config\.\w+$/, 'xo'],
  [/^\.jshintrc$/, 'jshint'],
];

/** Configurations of linters for scripts; what they say beyond rules switched off by name is not read. */
export function scriptLinter(
  path: string,
  folder: string,
  read: () => string,
): LintConfiguration | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const tool = SCRIPT_LINTERS.find(([pattern]) => pattern.test(name))?.[1];
  if (!tool) {
    return undefined;
  }
  const text = read();
  const off = text.match(/["']?:\s*(?:\[\s*)?["']?(?:off|0)["'\s,\]}]/g) ?? [];
  return {
    tool,
    family: 'javascript',
    path,
    folder,
    line: 1,
    ...(off.length > 0 ? { ignored: { count: off.length, line: 1 } } : {}),
    warns: /["'](?:warn)["']/.test(text),
  };
}

/** `eslintConfig` and the like in a `package.json`. */
export function packageLinters(
  root: YamlValue,
  path: string,
  folder: string,
): LintConfiguration[] {
  return entriesOf(root)
    .filter(({ key }) => ['eslintConfig', 'xo', 'standard'].includes(key))
    .map(({ key, line, value }) => ({
      tool: key === 'eslintConfig' ? 'eslint' : key,
      family: 'javascript' as const,
      path,
      folder,
      line,
      warns: entriesOf(entryAt(value, 'rules')?.value).some(
        item => item.value.kind === 'scalar' && item.value.text === 'warn',
      ),
    }));
}
