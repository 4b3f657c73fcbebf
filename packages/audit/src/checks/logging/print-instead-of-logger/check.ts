import { posix } from 'path';
import { Evidence } from '@readiness/plugin-readiness-common';
import { defineCheck } from '../../../engine/defineCheck';
import { CheckContext } from '../../../engine/types';
import { manifests } from '../../../facts/manifests/extract';
import { inventory } from '../../../facts/inventory/extract';
import {
  codeFiles,
  count,
  inOrder,
  somePlaces,
  judged,
} from '../../../judging/outcome';
import {
  isBrowserCode,
  isCommandLine,
  partOf,
  serviceParts,
} from '../../../judging/services';
import { CallFact, FileSyntax } from '../../../syntax/schema';

const CONSOLE = ['log', 'error', 'warn', 'info', 'debug', 'trace', 'dir'].map(
  method => `console.${method}`,
);
const GO = ['Print', 'Println', 'Printf'].map(name => `fmt.${name}`);
const JAVA = ['out', 'err'].flatMap(stream =>
  ['print', 'println', 'printf', 'format'].map(
    method => `System.${stream}.${method}`,
  ),
);
const PYTHON = ['print', 'pprint.pprint', 'pprint.pp'];
const PRINTERS: Record<string, readonly string[]> = {
  python: PYTHON,
  go: GO,
  java: JAVA,
  typescript: CONSOLE,
  tsx: CONSOLE,
  javascript: CONSOLE,
};

/** Calls that end the process: what is printed just before is the last word of a start-up check. */
const EXITS = new Set([
  'sys.exit',
  'exit',
  'quit',
  'os._exit',
  'process.exit',
  'os.Exit',
  'System.exit',
]);
const EXIT_DISTANCE = 6;

/** Loggers and error trackers of browsers: with one of them, `console` is only what is left over. */
const BROWSER_REPORTERS =
  /^(?:@sentry\/|@bugsnag\/|rollbar|@datadog\/browser|@rollbar\/|loglevel|pino|winston|consola|@logtail\/|logrocket|@highlight-run\/)/;

const REPORTER_WORDS = [
  '@sentry',
  '@bugsnag',
  'rollbar',
  '@datadog',
  'loglevel',
  'pino',
  'winston',
  'consola',
  '@logtail',
  'logrocket',
  '@highlight-run',
];

const WORDS = ['print', 'console.', 'System.out', 'System.err', 'fmt.Print'];

/** After these calls of the start-up `console` is the logger: level, format and target are those of all records. */
const CONSOLE_REPLACERS = ['log4js.replaceConsole', '.replaceConsole'];

const isScript = ({ language }: FileSyntax) =>
  ['typescript', 'tsx', 'javascript'].includes(language);

export const check = defineCheck({
  id: 'print-instead-of-logger',
  area: 'logging',
  severity: 'low',
  confidence: 'certain',
  phase: 'observability',
  effort: 'small',
  title: 'Prints instead of logging',
  description:
    'Looks for `print`, `pprint`, `console.*`, `System.out`/`System.err` and `fmt.Print*` in the production code of services. Calls are found in the syntax tree, so examples in comments and docstrings do not count; command-line programs, blocks that only run as a script, output into a given file and last words before an exit do not count either.',
  failureMode:
    'Code that runs in a service writes to standard output itself instead of asking a logger.',
  manifestation:
    'Lines without time, level, request id or logger name stand between the structured ones; they cannot be filtered, switched off or found by their request.',
  impact:
    'During an incident these lines are noise or are missing where one searches. Printed values bypass the redaction of the logger, so personal data and tokens reach the log store.',
  remediation:
    'Take a logger and choose a level; give values as fields instead of building a text.\n\n```python\nlogger = logging.getLogger(__name__)\nlogger.info("order accepted", extra={"order_id": order.id})\n```\n\nIn JavaScript: `logger.info({ orderId: order.id }, "order accepted")`.',
  guardrail: {
    linter: 'ruff T20, ESLint no-console',
    tests: 'redaction test',
    architecture: 'one logging set-up for all processes',
  },
  references: [
    { title: '12-factor: Logs', url: 'https://12factor.net/logs' },
    {
      title: 'ruff: flake8-print (T20)',
      url: 'https://docs.astral.sh/ruff/rules/#flake8-print-t20',
    },
    {
      title: 'ESLint: no-console',
      url: 'https://eslint.org/docs/latest/rules/no-console',
    },
  ],
  evaluate: judged({ containing: WORDS }, async context => {
    if ((await codeFiles(context)).length === 0) {
      return {
        status: 'not-applicable',
        summary: 'There is no production code',
      };
    }
    const { parts } = await context.facts(inventory);
    const services = await serviceParts(context);
    const files = await context.syntax.files({ containing: WORDS });
    const text = (file: FileSyntax) => context.read(file.path) ?? '';
    const browserReports = (
      await context.syntax.files({
        languages: ['typescript', 'tsx', 'javascript'],
        containing: REPORTER_WORDS,
      })
    ).some(file =>
      file.imports.some(({ module }) => BROWSER_REPORTERS.test(module)),
    );
    let hasBrowserCode = false;
    const tools = await developmentTools(context, files);
    const replaced = (
      await context.syntax.calls({ names: [...CONSOLE_REPLACERS] })
    ).map(({ path }) => partOf(parts, path));
    const evidence = files.flatMap((file): Evidence[] => {
      const browser = isBrowserCode(file, text(file));
      hasBrowserCode ||= browser;
      const part = partOf(parts, file.path);
      if (browser ? browserReports : !part || !services.includes(part)) {
        return [];
      }
      return isCommandLine(file) ||
        tools.has(file.path) ||
        (!browser && isScript(file) && replaced.includes(part))
        ? []
        : printsOf(file, text(file), browser);
    });
    if (services.length === 0 && !hasBrowserCode) {
      return {
        status: 'not-applicable',
        summary:
          'The production code starts no server, worker or consumer; programs for the command line may print',
      };
    }
    if (evidence.length === 0) {
      return {
        status: 'pass',
        summary: 'No service code prints instead of logging',
      };
    }
    const places = inOrder(evidence);
    return {
      status: 'fail',
      summary: `${count(
        places.length,
        'call prints',
        'calls print',
      )} instead of logging: ${somePlaces(places)}`,
      evidence: places,
    };
  }),
});

/** Scripts that run what is shipped; every other one is for whoever works on it. */
const SHIPPED_SCRIPT =
  /^(?:(?:pre|post)?start|serve|server|prod|production|run|worker|daemon|cron)(?:[:._-](?:prod|production|server|api|worker|web|app|all|cluster|backend|job|scheduler)\w{0,20})?$/;
const SCRIPT_FOLDERS = new Set(['scripts', 'script', 'extra', 'utils-cli']);

const stemOf = (path: string) =>
  posix.basename(path).replace(/\.[cm]?[jt]s$/, '');

/**
 * Files of JavaScript that somebody runs by hand: in a folder for scripts, or named by a script of the manifest that
 * is not the start, and imported by nothing that runs in the service.
 */
async function developmentTools(
  context: CheckContext,
  files: readonly FileSyntax[],
): Promise<ReadonlySet<string>> {
  const { manifests: all } = await context.facts(manifests);
  const shipped = new Set<string>();
  const named = new Set<string>();
  for (const { root, scripts, ecosystem } of all) {
    if (ecosystem !== 'npm') {
      continue;
    }
    for (const { name, command } of scripts) {
      for (const word of command.split(/[\s;&|"']+/)) {
        const path = posix.join(root, word);
        if (/\.[cm]?[jt]s$/.test(word)) {
          (SHIPPED_SCRIPT.test(name) ? shipped : named).add(path);
        }
      }
    }
  }
  const inFolder = (path: string) =>
    path
      .split('/')
      .slice(0, -1)
      .some(item => SCRIPT_FOLDERS.has(item));
  const candidates = files.filter(
    ({ path, language }) =>
      ['typescript', 'javascript'].includes(language) &&
      !shipped.has(path) &&
      (named.has(path) || inFolder(path)),
  );
  if (candidates.length === 0) {
    return new Set();
  }
  // What the service imports runs in it, whatever its folder is called; an index only hands on.
  const used = new Set<string>();
  for (const file of await context.syntax.files({
    languages: ['typescript', 'javascript'],
    containing: candidates.map(({ path }) => stemOf(path)),
  })) {
    if (inFolder(file.path) || named.has(file.path)) {
      continue;
    }
    for (const { module } of file.imports) {
      if (module.startsWith('.')) {
        used.add(
          posix
            .join(posix.dirname(file.path), module)
            .replace(/\.[cm]?[jt]s$/, ''),
        );
      }
    }
  }
  return new Set(
    candidates
      .map(({ path }) => path)
      .filter(path => !used.has(path.replace(/\.[cm]?[jt]s$/, ''))),
  );
}

function printsOf(
  file: FileSyntax,
  text: string,
  browser: boolean,
): Evidence[] {
  const names = PRINTERS[file.language];
  const own = new Set(file.functions.map(({ name }) => name));
  const script = scriptBlock(file);
  const reports = /captureException|reportError|componentDidCatch/.test(text);
  return file.calls
    .filter(call => names.includes(call.name) && !own.has(call.name))
    .filter(
      call =>
        !call.args.some(item => item.name === 'file') &&
        !(script && call.line >= script.line && call.line <= script.endLine) &&
        !exitsAfter(file, call) &&
        !/^(?:_test|usage|_usage)$/.test(call.enclosing.at(-1) ?? '') &&
        !isLoggerItself(call) &&
        !(browser && reports && call.name === 'console.error'),
    )
    .map(call => ({
      path: call.path,
      line: call.line,
      endLine: call.endLine,
      note: `${call.callee}${
        call.enclosing.length ? ` in ${call.enclosing.join('.')}` : ''
      }`,
    }));
}

/** A logger that writes to the console is what everybody else should call. */
function isLoggerItself(call: CallFact): boolean {
  return (
    call.callee.startsWith('console.') &&
    // So does a sink that is named after it, such as `backends/console.js`.
    (/(?:^|\/)(?:(?:[\w-]*-)?logg(?:er|ing)|console)\.[cm]?[jt]s$/i.test(
      call.path,
    ) ||
      call.enclosing.some(name => /logger/i.test(name)))
  );
}

function exitsAfter(file: FileSyntax, call: CallFact): boolean {
  const scope = call.enclosing.join('.');
  return file.calls.some(
    other =>
      EXITS.has(other.name) &&
      other.line >= call.line &&
      other.line <= call.endLine + EXIT_DISTANCE &&
      other.enclosing.join('.') === scope,
  );
}

/** Lines of `if __name__ == "__main__":`. */
function scriptBlock(
  file: FileSyntax,
): { line: number; endLine: number } | undefined {
  const comparison = file.comparisons.find(
    ({ left, right }) => left === '__name__' || right === '__name__',
  );
  if (file.language !== 'python' || !comparison) {
    return undefined;
  }
  const block = file.root
    .findAll({ rule: { kind: 'if_statement' } })
    .map(node => node.range())
    .find(({ start }) => start.line + 1 === comparison.line);
  return block && { line: block.start.line + 1, endLine: block.end.line + 1 };
}
