import { Command, Option } from 'commander';
import { version } from '../package.json';

const FORMATS = ['table', 'json', 'sarif', 'markdown'];

/** Values of an option that may be repeated and may hold several, separated by commas. */
function collect(value: string, previous: string[] = []): string[] {
  return [
    ...previous,
    ...value
      .split(',')
      .map(item => item.trim())
      .filter(Boolean),
  ];
}

/** Paths may contain commas. */
function collectPaths(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}

const standardOption = () =>
  new Option(
    '--standard <id|file>',
    'standard to judge by: a built-in one or a YAML file',
  ).default('enterprise');

const checksOption = () =>
  new Option(
    '--checks <path>',
    'further declarative checks: YAML file or folder (repeatable)',
  ).argParser(collectPaths);

/** Loads what a command needs. Seen from `import()`, the names of a CommonJS module are those of its default export. */
async function load<T extends object>(module: Promise<T>): Promise<T> {
  const loaded = await module;
  return 'default' in loaded ? (loaded.default as T) : loaded;
}

/**
 * The command line as a tree of commands. What a command needs is loaded when it runs, so that help and version answer
 * at once.
 */
export function createProgram(): Command {
  const program = new Command('readiness')
    .description('Audits a source tree by the standard of Readiness.')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help of a command')
    .showSuggestionAfterError(true)
    .configureOutput({
      outputError: (text, write) =>
        write(
          `readiness: ${text
            .trim()
            .replace(/^error: /, '')
            .split(/\s*\n\s*/)
            .join(' ')}\n`,
        ),
    })
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  readiness audit                                   audit this folder
  readiness audit services/api --fail-on high       exit with 1 when a finding is high or critical
  readiness checks secrets                          list checks about secrets
  readiness explain cors-wildcard-with-credentials  all about one check

Exit status: 0 done, 1 a gate of --fail-on failed, 2 usage or input error.`,
    );

  program
    .command('audit')
    .argument('[dir]', 'folder to audit', '.')
    .description('audit a folder and print what was found')
    .addOption(
      new Option('-f, --format <format>', 'how to print the audit')
        .choices(FORMATS)
        .default('table'),
    )
    .option('-o, --output <file>', 'write to a file instead of standard output')
    .addOption(standardOption())
    .addOption(checksOption())
    .option('--only <check>', 'run only these checks (repeatable)', collect)
    .option('--skip <check>', 'do not run these checks (repeatable)', collect)
    .option(
      '--area <id>',
      'run only checks of these areas (repeatable)',
      collect,
    )
    .option(
      '--fail-on <gate>',
      'exit with 1 when: critical, high, medium, low, stage:ID, stage:ID:go, level:ID or score:N (repeatable)',
      collect,
    )
    .option(
      '--baseline <file>',
      'earlier audit in JSON; only what is new since then can fail',
    )
    .option(
      '--changed-since <rev>',
      'list and judge only findings in files changed since a git revision',
    )
    .option('--entity <ref>', 'entity that the tree describes')
    .option(
      '--no-repository',
      'leave out what the repository around a folder decides for all of its folders',
    )
    .option(
      '-q, --quiet',
      'print nothing but errors, failed gates and documents',
    )
    .option('--no-progress', 'no progress bar')
    .addHelpText(
      'after',
      `
Examples:
  readiness audit --format markdown --output report.md
  readiness audit --format sarif --output readiness.sarif --quiet
  readiness audit --format json --output baseline.json
  readiness audit --baseline baseline.json --fail-on medium
  readiness audit --changed-since origin/main --fail-on high
  readiness audit --standard acme.yaml --fail-on stage:pilot
  readiness audit --only hardcoded-secret,unsafe-deserialization`,
    )
    .action(async (dir: string, options) => {
      const { auditCommand } = await load(import('./commands/audit'));
      process.exitCode = await auditCommand(dir, options);
    });

  program
    .command('checks')
    .argument('[search...]', 'words that the check must contain')
    .description('list the checks of a standard')
    .option('--area <id>', 'only checks of these areas (repeatable)', collect)
    .option(
      '--severity <severity>',
      'only checks of these severities (repeatable)',
      collect,
    )
    .addOption(
      new Option('-f, --format <format>', 'how to print them')
        .choices(['table', 'json'])
        .default('table'),
    )
    .addOption(standardOption())
    .addOption(checksOption())
    .addHelpText(
      'after',
      `
Examples:
  readiness checks cors header
  readiness checks --area logging --severity high,critical
  readiness checks --format json`,
    )
    .action(async (search: string[], options) => {
      const { checksCommand } = await load(import('./commands/checks'));
      await checksCommand(search, options);
    });

  program
    .command('explain')
    .argument('<check>', 'id of a check')
    .description(
      'print everything about a check: what it looks for, why, how to fix it',
    )
    .addOption(standardOption())
    .addOption(checksOption())
    .addHelpText(
      'after',
      `
Example:
  readiness explain hardcoded-secret`,
    )
    .action(async (check: string, options) => {
      const { explainCommand } = await load(import('./commands/explain'));
      await explainCommand(check, options);
    });

  return program;
}
