import { parse } from 'smol-toml';
import { ExtractContext } from '../../../engine/types';
import { dependsOn, manifests } from '../../manifests/extract';
import { stringsOf, tableAt } from '../../manifests/values';
import { itemsOf, scalarsOf, textAt, valueAt } from '../../yaml/access';
import { parseYaml } from '../../yaml/parseYaml';
import { CiCommand } from '../schema';
import { commandName } from '../tools';
import { optionOf } from './commands';

/** Plugins of ESLint whose rules look for security defects. */
const ESLINT_PLUGINS = [
  'eslint-plugin-security',
  'eslint-plugin-no-unsanitized',
  'eslint-plugin-sonarjs',
  'eslint-plugin-security-node',
  '@microsoft/eslint-plugin-sdl',
];
const ESLINT_CONFIG =
  /(?:^|\/)(?:\.eslintrc(?:\.\w+)?|eslint\.config\.[cm]?[jt]s)$/;
const SECURITY_CODES = /^(?:S|S\d+|ALL)$/;

/** Which general linters of the tree have rules against security defects switched on. */
export interface SecurityLinters {
  ruff: boolean;
  eslint: boolean;
  golangci: boolean;
  spotbugs: boolean;
}

/** Reads the configuration of linters that also look for security defects. */
export async function securityLinters(
  context: ExtractContext,
): Promise<SecurityLinters> {
  const { tree } = context;
  const found: SecurityLinters = {
    ruff: false,
    eslint: false,
    golangci: false,
    spotbugs: false,
  };
  const plugins = dependsOn(
    await context.facts(manifests),
    'npm',
    ESLINT_PLUGINS,
  ).map(({ name }) => name);
  for (const { path } of tree.files) {
    if (/(?:^|\/)(?:pyproject\.toml|\.?ruff\.toml)$/.test(path)) {
      found.ruff ||= ruffSelects(path, tree.read(path) ?? '');
    } else if (/(?:^|\/)\.golangci\.ya?ml$/.test(path)) {
      found.golangci ||= golangciRuns(tree.read(path) ?? '');
    } else if (
      plugins.length > 0 &&
      (ESLINT_CONFIG.test(path) || /(?:^|\/)package\.json$/.test(path))
    ) {
      const text = tree.read(path) ?? '';
      // A dependency alone is in package.json as well: there the plugin has to be extended.
      found.eslint ||= path.endsWith('package.json')
        ? /"plugin:(?:security|no-unsanitized|sonarjs|@microsoft\/sdl)\//.test(
            text,
          )
        : plugins.some(
            name =>
              text.includes(name) ||
              text.includes(`plugin:${name.replace('eslint-plugin-', '')}`),
          );
    } else if (/(?:^|\/)(?:pom\.xml|build\.gradle(?:\.kts)?)$/.test(path)) {
      found.spotbugs ||= (tree.read(path) ?? '').includes('findsecbugs');
    }
  }
  return found;
}

function ruffSelects(path: string, text: string): boolean {
  if (!text.includes('select')) {
    return false;
  }
  try {
    const root = parse(text);
    const tables = path.endsWith('pyproject.toml')
      ? [tableAt(root, 'tool', 'ruff', 'lint'), tableAt(root, 'tool', 'ruff')]
      : [tableAt(root, 'lint'), tableAt(root)];
    return tables.some(table =>
      ['select', 'extend-select'].some(key =>
        stringsOf(table[key]).some(code => SECURITY_CODES.test(code)),
      ),
    );
  } catch {
    // Whoever reads the manifest says that it cannot be parsed.
    return false;
  }
}

function golangciRuns(text: string): boolean {
  const [document] = parseYaml(text).documents;
  const linters = valueAt(document, 'linters');
  const disabled = scalarsOf(valueAt(linters, 'disable')).some(
    item => item.text === 'gosec',
  );
  return (
    !disabled &&
    (itemsOf(valueAt(linters, 'enable')).some(
      item => item.kind === 'scalar' && item.text === 'gosec',
    ) ||
      textAt(linters, 'enable-all') === 'true' ||
      textAt(linters, 'default') === 'all')
  );
}

/** The linter with security rules that a command runs. */
export function securityLinterOf(
  { words }: CiCommand,
  linters: SecurityLinters,
): string | undefined {
  const name = commandName(words[0]);
  const args = words.slice(1);
  switch (name) {
    case 'ruff': {
      const selected = [
        optionOf(args, '--select'),
        optionOf(args, '--extend-select'),
      ].some(codes =>
        codes?.split(',').some(code => SECURITY_CODES.test(code.trim())),
      );
      return args[0] !== 'format' &&
        (selected || (linters.ruff && optionOf(args, '--select') === undefined))
        ? 'ruff (S)'
        : undefined;
    }
    case 'eslint':
      return linters.eslint ? 'eslint (security)' : undefined;
    case 'golangci-lint':
      return args.includes('run') &&
        (linters.golangci || args.some(arg => /\bgosec\b/.test(arg)))
        ? 'golangci-lint (gosec)'
        : undefined;
    case 'mvn':
    case 'mvnw':
    case 'gradle':
    case 'gradlew':
      return linters.spotbugs &&
        args.some(arg =>
          /^(?:verify|check|build|spotbugs\w*|install)/.test(arg),
        )
        ? 'spotbugs (findsecbugs)'
        : undefined;
    default:
      return undefined;
  }
}
