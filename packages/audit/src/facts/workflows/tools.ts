/** What a command is run for. */
export type ToolKind =
  | 'test'
  | 'lint'
  | 'format'
  | 'type'
  | 'build'
  | 'migration'
  /** An own script that checks something: `python scripts/check_policies.py`. */
  | 'policy'
  | 'scan';

/** What a quality tool is and speaks of. */
export interface Tool {
  /** Name to show. */
  name: string;
  kind: ToolKind;
  /** `any`: says nothing about the language. */
  language:
    | 'python'
    | 'javascript'
    | 'go'
    | 'java'
    | 'rust'
    | 'ruby'
    | 'php'
    | 'dotnet'
    | 'c'
    | 'shell'
    | 'any';
}

interface ToolRule extends Tool {
  commands: readonly string[];
  /** One of these must be the first argument that is no option. */
  sub?: readonly string[];
  /** One of these must be among the arguments. */
  needs?: readonly string[];
  /** With one of these it does something else. */
  not?: readonly string[];
}

const rule = (
  kind: ToolKind,
  language: Tool['language'],
  commands: string,
  more: Pick<ToolRule, 'sub' | 'needs' | 'not'> & { name?: string } = {},
): ToolRule => ({
  kind,
  language,
  commands: commands.split(' '),
  ...more,
  name: more.name ?? '',
});

const NO_RUN = [
  '--version',
  '--help',
  '--collect-only',
  'install',
  '--showConfig',
];

/** Tools by command. The first rule that fits counts. */
const RULES: readonly ToolRule[] = [
  rule('test', 'python', 'pytest py.test nose2 stestr trial behave ward', {
    not: NO_RUN,
  }),
  rule('test', 'python', 'unittest'),
  rule('test', 'python', 'manage.py django-admin', { sub: ['test'] }),
  rule('test', 'python', 'hatch', { sub: ['test'] }),
  rule('test', 'any', 'tox nox', {
    not: [...NO_RUN, '-l', '--list', '--notest'],
  }),
  rule('test', 'any', 'robot'),
  rule('test', 'shell', 'bats'),
  rule('test', 'c', 'ctest'),
  rule(
    'test',
    'javascript',
    'jest vitest mocha ava tap tape nodeunit jasmine qunit testem lab borp brittle karma uvu wtr web-test-runner testcafe react-scripts-test',
    {
      not: [...NO_RUN, 'list', 'typecheck'],
    },
  ),
  rule(
    'test',
    'javascript',
    'react-scripts ng vue-cli-service bun deno meteor ember',
    { sub: ['test', 'test:unit'] },
  ),
  rule('test', 'javascript', 'grunt gulp', {
    needs: ['test', 'nodeunit', 'jasmine', 'qunit', 'karma', 'mocha'],
  }),
  rule('test', 'javascript', 'node', { needs: ['--test'] }),
  rule('test', 'javascript', 'playwright', { sub: ['test'] }),
  rule('test', 'javascript', 'cypress', { sub: ['run'] }),
  rule('test', 'javascript', 'backstage-cli', {
    sub: ['test', 'package', 'repo'],
    needs: ['test'],
  }),
  rule('test', 'javascript', 'turbo nx lerna rush', {
    needs: ['test', 'test:unit', '--target=test', '--targets=test', 'test:ci'],
  }),
  // With `-i` it installs what the tests need.
  rule('test', 'go', 'go', { sub: ['test'], not: ['-i', '-list'] }),
  rule('test', 'go', 'gotestsum ginkgo'),
  rule('test', 'rust', 'cargo', { sub: ['test', 'nextest'] }),
  rule('test', 'java', 'mvn mvnw gradle gradlew', {
    needs: [
      'test',
      'verify',
      'install',
      'package',
      'check',
      'build',
      'integrationTest',
    ],
    not: [
      '-DskipTests',
      '-DskipTests=true',
      '-Dmaven.test.skip=true',
      '-Dmaven.test.skip',
    ],
  }),
  rule('test', 'java', 'sbt', { needs: ['test'] }),
  rule('test', 'ruby', 'rspec cucumber'),
  rule('test', 'ruby', 'rake rails', { sub: ['test', 'spec'] }),
  rule('test', 'php', 'phpunit pest paratest codecept'),
  rule('test', 'dotnet', 'dotnet', { sub: ['test'] }),
  rule('test', 'any', 'bazel', { sub: ['test'] }),
  rule('test', 'any', 'schemathesis newman'),

  rule('format', 'javascript', 'prettier dprint', {
    needs: ['--check', '-c', 'check', '--list-different', '-l'],
  }),
  rule('format', 'python', 'black isort yapf', {
    needs: ['--check', '--check-only', '--diff', '-c'],
  }),
  rule('format', 'python', 'ruff', {
    sub: ['format'],
    needs: ['--check', '--diff'],
  }),
  rule('format', 'rust', 'cargo', { sub: ['fmt'], needs: ['--check'] }),
  rule(
    'lint',
    'javascript',
    'eslint tslint biome oxlint xo standard stylelint',
    { not: NO_RUN },
  ),
  rule('lint', 'javascript', 'next ng vue-cli-service backstage-cli', {
    needs: ['lint'],
  }),
  rule('lint', 'python', 'ruff', { sub: ['check', '.'], not: NO_RUN }),
  rule(
    'lint',
    'python',
    'flake8 pylint pycodestyle pydocstyle vulture lint-imports deptry',
    { not: NO_RUN },
  ),
  rule('lint', 'go', 'golangci-lint', { sub: ['run'] }),
  rule('lint', 'go', 'staticcheck revive golint'),
  rule('lint', 'go', 'go', { sub: ['vet'] }),
  rule('lint', 'rust', 'cargo', { sub: ['clippy'] }),
  rule('lint', 'ruby', 'rubocop'),
  rule('lint', 'php', 'phpcs phpstan psalm'),
  rule(
    'lint',
    'any',
    'hadolint shellcheck yamllint markdownlint markdownlint-cli2 actionlint sqlfluff spectral djlint',
    { not: NO_RUN },
  ),
  rule('lint', 'any', 'pre-commit', { sub: ['run'] }),

  rule('type', 'python', 'mypy pyright basedpyright pytype pyre ty dmypy', {
    not: NO_RUN,
  }),
  rule('type', 'javascript', 'tsc vue-tsc svelte-check', { not: NO_RUN }),

  rule(
    'build',
    'javascript',
    'next vite webpack rollup ng nest vue-cli-service react-scripts tsup parcel',
    {
      needs: ['build', '--mode', '-p', '--config', '-c'],
    },
  ),
  rule('build', 'go', 'go', { sub: ['build'] }),
  rule('build', 'rust', 'cargo', { sub: ['build'] }),
  rule('build', 'any', 'docker podman', { needs: ['build'], not: ['push'] }),

  rule('migration', 'python', 'alembic', { sub: ['upgrade', 'check'] }),
  rule('migration', 'python', 'manage.py', {
    sub: ['migrate', 'makemigrations'],
  }),
  rule('migration', 'javascript', 'prisma', { needs: ['migrate'] }),
  rule('migration', 'any', 'flyway liquibase dbmate', {
    sub: ['migrate', 'up', 'update', 'validate'],
  }),

  rule(
    'scan',
    'any',
    'semgrep trivy grype snyk gitleaks trufflehog osv-scanner checkov tfsec kics dependency-check detect-secrets',
  ),
  rule('scan', 'python', 'bandit pip-audit safety'),
  rule('scan', 'go', 'gosec govulncheck'),
  rule('scan', 'javascript', 'npm yarn pnpm', { needs: ['audit'] }),
  rule('scan', 'javascript', 'audit-ci better-npm-audit'),
];

/** Options of quality tools after which they end with success whatever they found. */
const NEUTRAL_FLAGS: readonly {
  commands: readonly string[];
  flags: readonly string[];
}[] = [
  { commands: ['ruff'], flags: ['-e'] },
  { commands: ['flake8', 'pylint', 'ruff'], flags: ['--exit-zero'] },
  { commands: ['golangci-lint'], flags: ['--issues-exit-code=0'] },
  { commands: ['tslint'], flags: ['--force'] },
  {
    commands: ['mvn', 'mvnw'],
    flags: [
      '-fn',
      '--fail-never',
      '-Dmaven.test.failure.ignore=true',
      '-Dmaven.test.failure.ignore',
    ],
  },
  { commands: ['gradle', 'gradlew'], flags: ['-PignoreFailures=true'] },
  { commands: ['stylelint', 'eslint'], flags: ['--no-fail'] },
  { commands: ['hadolint'], flags: ['--no-fail'] },
];

/** Base name of a command: `./node_modules/.bin/jest` is `jest`. */
export function commandName(word: string | undefined): string {
  const name = (word ?? '').slice((word ?? '').lastIndexOf('/') + 1);
  return name.replace(/\.(?:exe|cmd|bat)$/, '');
}

/** What a command without wrappers is run for; `undefined` when it is no quality tool. */
export function toolOf(words: readonly string[]): Tool | undefined {
  const name = commandName(words[0]);
  const args = words.slice(1);
  const sub = args.find(word => !word.startsWith('-'));
  for (const item of RULES) {
    if (
      item.commands.includes(name) &&
      (!item.sub || (sub !== undefined && item.sub.includes(sub))) &&
      (!item.needs || item.needs.some(need => hasArgument(args, need))) &&
      !item.not?.some(word => hasArgument(args, word))
    ) {
      return {
        name: nameOf(item, name, args, sub),
        kind: item.kind,
        language: item.language,
      };
    }
  }
  return policyScript(words);
}

const INTERPRETERS = new Set(
  'python python3 node deno tsx ts-node ruby'.split(' '),
);
const CHECKING =
  /(?:^|[_.-])(?:check|checks|verify|validate|audit|lint|guard|assert|enforce|ensure|policy|policies)(?:[_.-]|$)/i;

/** An own script of the tree whose name says that it checks something. */
function policyScript(words: readonly string[]): Tool | undefined {
  const file = INTERPRETERS.has(commandName(words[0]))
    ? words.slice(1).find(word => !word.startsWith('-'))
    : words[0];
  if (!file || !/\.(?:py|rb|[cm]?[jt]s)$/.test(file)) {
    return undefined;
  }
  const name = commandName(file);
  return CHECKING.test(name.replace(/\.\w+$/, ''))
    ? { name, kind: 'policy', language: 'any' }
    : undefined;
}

/** `docker build`, `ruff check`, `eslint`. */
function nameOf(
  item: ToolRule,
  name: string,
  args: readonly string[],
  sub: string | undefined,
): string {
  const need = item.needs?.find(
    word => !word.startsWith('-') && args.includes(word),
  );
  const second = item.sub ? sub : need;
  return second ? `${name} ${second}` : name;
}

/** The option of a command that makes it end with success, if it has one. */
export function neutralFlag(words: readonly string[]): string | undefined {
  const name = commandName(words[0]);
  const args = words.slice(1);
  for (const { commands, flags } of NEUTRAL_FLAGS) {
    const found =
      commands.includes(name) && flags.find(flag => args.includes(flag));
    if (found) {
      return found;
    }
  }
  return undefined;
}

function hasArgument(args: readonly string[], wanted: string): boolean {
  return args.some(
    arg =>
      arg === wanted ||
      arg.endsWith(`:${wanted}`) ||
      arg.startsWith(`${wanted}=`),
  );
}
