import { parseShell, shellCommands } from '../shell/parseShell';
import { SourceTree } from '../../tree/SourceTree';
import { Manifests } from '../manifests/schema';
import { isWithin } from '../manifests/names';
import { ProcessKind } from './schema';

/** What a command starts, before it is looked up in the tree. */
export interface Launch {
  /** How the target is written: a Python module, a file, a part that a framework serves, a binary. */
  target:
    | { type: 'module'; module: string; attribute?: string }
    | { type: 'file'; file: string }
    | { type: 'framework'; framework: string }
    | { type: 'binary'; name: string };
  /** `undefined` when only the code can tell. */
  kind?: ProcessKind;
  words: string[];
  agents: string[];
  environment: Record<string, string>;
}

interface Wrapper {
  /** Options that take a value. */
  valued?: string[];
  /** Words of its own before the command. */
  operands?: number;
  agent?: boolean;
  /** The command stands behind `--`. */
  behindDashes?: boolean;
}

/** Programs that only run another one. */
const WRAPPERS: Record<string, Wrapper> = {
  exec: {},
  tini: { valued: ['-p', '-e'] },
  '/sbin/tini': {},
  '/usr/bin/tini': {},
  '/tini': {},
  'dumb-init': {},
  'su-exec': { operands: 1 },
  gosu: { operands: 1 },
  setpriv: {},
  env: {},
  nice: { valued: ['-n'] },
  nohup: {},
  time: {},
  timeout: { operands: 1 },
  'wait-for-it': { behindDashes: true },
  'wait-for-it.sh': { behindDashes: true },
  'wait-for.sh': { behindDashes: true },
  dockerize: { behindDashes: true },
  catatonit: { behindDashes: true },
  'opentelemetry-instrument': {
    agent: true,
    valued: [
      '--service_name',
      '--traces_exporter',
      '--metrics_exporter',
      '--logs_exporter',
      '--exporter_otlp_endpoint',
    ],
  },
  'ddtrace-run': { agent: true },
  sentry: {},
  'elasticapm-run': { agent: true },
  'splunk-py-trace': { agent: true },
};

const RUNNERS: Record<string, string[][]> = {
  uv: [['run']],
  poetry: [['run']],
  pipenv: [['run']],
  pdm: [['run']],
  rye: [['run']],
  hatch: [['run']],
  npx: [[]],
  bunx: [[]],
  pnpm: [['exec'], ['dlx']],
  yarn: [['exec'], ['dlx']],
  npm: [['exec'], ['x']],
  'newrelic-admin': [['run-program'], ['run-python']],
  dotenv: [['run'], []],
  infisical: [['run']],
  doppler: [['run']],
  chamber: [['exec']],
};

const RUNNER_AGENTS = new Set(['newrelic-admin']);

const SERVERS_OF_MODULES = new Set([
  'gunicorn',
  'uvicorn',
  'hypercorn',
  'daphne',
  'granian',
  'waitress-serve',
]);

const PACKAGE_MANAGERS = new Set(['npm', 'yarn', 'pnpm', 'bun']);

/** Words after which `yarn …` is no script of the package. */
const MANAGER_COMMANDS = new Set([
  'install',
  'ci',
  'add',
  'remove',
  'exec',
  'dlx',
  'x',
  'workspaces',
  'cache',
  'config',
]);

const FRAMEWORK_SERVERS: Record<string, string[]> = {
  next: ['start'],
  nuxt: ['start', 'preview'],
  nest: ['start'],
  'remix-serve': [],
  'react-router-serve': [],
};

const SCRIPT_RUNNERS = new Set([
  'node',
  'nodejs',
  'ts-node',
  'ts-node-esm',
  'tsx',
  'bun',
  'deno',
  'nodemon',
  'pm2-runtime',
  'swc-node',
]);

/** Options of interpreters that are followed by a value. */
const NODE_VALUED = new Set(['-r', '--require', '--import', '--loader', '-e']);

const SHELLS = new Set(['sh', 'bash', 'ash', 'dash', 'zsh']);

/** Commands of Celery that run on; `worker --beat` is both, and first of all a worker. */
const CELERY_COMMANDS: [string, ProcessKind][] = [
  ['beat', 'scheduler'],
  ['worker', 'worker'],
];

/** Commands of Django's `manage.py` that run on. */
const MANAGE_COMMANDS: Record<string, ProcessKind | undefined> = {
  runserver: 'server',
  runserver_plus: 'server',
  rqworker: 'worker',
  qcluster: 'worker',
  run_huey: 'worker',
  process_tasks: 'worker',
  rqscheduler: 'scheduler',
};

const MAX_DEPTH = 6;

/** Understands commands far enough to find the own code that they start. */
export class CommandReader {
  constructor(
    private readonly tree: SourceTree,
    private readonly manifests: Manifests,
  ) {}

  /** Everything that a shell text starts and that keeps the process: the last command, or what runs beside it. */
  readText(text: string, root: string, depth = 0): Launch[] {
    if (depth > MAX_DEPTH) {
      return [];
    }
    return parseShell(text)
      .pipelines.filter(({ condition }) => !condition)
      .flatMap(({ commands }) => commands)
      .flatMap(command =>
        this.readWords(
          [...command.assignments, ...command.words],
          root,
          depth + 1,
        ),
      );
  }

  /** What a list of words starts. */
  readWords(given: readonly string[], root: string, depth = 0): Launch[] {
    if (depth > MAX_DEPTH) {
      return [];
    }
    const environment: Record<string, string> = {};
    const agents: string[] = [];
    const words = this.unwrap([...given], environment, agents);
    const launches = this.start(words, root, depth);
    return launches.map(launch => ({
      ...launch,
      agents: [...agents, ...launch.agents],
      environment: { ...environment, ...launch.environment },
    }));
  }

  private unwrap(
    words: string[],
    environment: Record<string, string>,
    agents: string[],
  ): string[] {
    let rest = words;
    for (let round = 0; round < 10 && rest.length > 0; round++) {
      const [first] = rest;
      const equals = first.indexOf('=');
      if (
        equals > 0 &&
        /^[A-Za-z_][A-Za-z0-9_]*$/.test(first.slice(0, equals))
      ) {
        environment[first.slice(0, equals)] = first.slice(equals + 1);
        rest = rest.slice(1);
        continue;
      }
      const name = baseName(first);
      const wrapper = Object.hasOwn(WRAPPERS, name)
        ? WRAPPERS[name]
        : undefined;
      if (wrapper) {
        if (wrapper.agent) {
          agents.push(name);
        }
        rest = behindWrapper(rest.slice(1), wrapper);
        continue;
      }
      const runner = runnerPrefix(name, rest);
      if (runner) {
        if (RUNNER_AGENTS.has(name)) {
          agents.push(name);
        }
        const after = rest.slice(1 + runner.length);
        const dashes = after.indexOf('--');
        const start = after.findIndex(
          (word, index) =>
            !word.startsWith('-') &&
            ![
              '--with',
              '--extra',
              '--group',
              '--package',
              '--env-file',
              '-f',
              '-p',
            ].includes(after[index - 1] ?? ''),
        );
        rest =
          dashes >= 0 && dashes < start
            ? after.slice(dashes + 1)
            : after.slice(Math.max(start, 0));
        continue;
      }
      break;
    }
    return rest;
  }

  private start(words: string[], root: string, depth: number): Launch[] {
    const [first, ...rest] = words;
    if (!first) {
      return [];
    }
    const name = baseName(first);
    const launch = (
      target: Launch['target'],
      kind?: ProcessKind,
      agents: string[] = [],
    ): Launch[] => [{ target, kind, words, agents, environment: {} }];

    if (SHELLS.has(name)) {
      const option = rest.findIndex(
        word => word.startsWith('-') && word.endsWith('c'),
      );
      return option >= 0
        ? this.readText(rest[option + 1] ?? '', root, depth + 1)
        : this.script(
            rest.find(word => !word.startsWith('-')) ?? '',
            root,
            depth,
          );
    }
    if (PACKAGE_MANAGERS.has(name)) {
      return this.packageScript(name, rest, root, depth);
    }
    if (SERVERS_OF_MODULES.has(name)) {
      const spec = rest.find(
        (word, index) =>
          isModuleSpec(word) && !takesValue(rest[index - 1], word),
      );
      return spec ? launch(moduleTarget(spec), 'server') : [];
    }
    if (name === 'fastapi') {
      const file = rest.find(word => word.endsWith('.py'));
      return file
        ? launch({ type: 'file', file }, 'server')
        : launch({ type: 'framework', framework: 'fastapi' }, 'server');
    }
    if (name === 'flask') {
      const app = optionValue(rest, ['--app', '-A']);
      return rest.includes('run')
        ? launch(
            app ? moduleTarget(app) : { type: 'framework', framework: 'flask' },
            'server',
          )
        : [];
    }
    if (name === 'uwsgi') {
      const spec =
        optionValue(rest, ['--module', '-w', '--wsgi']) ??
        optionValue(rest, ['--wsgi-file']);
      return launch(
        spec ? moduleTarget(spec) : { type: 'framework', framework: 'django' },
        'server',
      );
    }
    if (name === 'celery') {
      const app = optionValue(rest, ['-A', '--app']);
      const [kind] = CELERY_COMMANDS.filter(([word]) =>
        rest.includes(word),
      ).map(([, item]) => item);
      return app && kind ? launch(moduleTarget(app), kind) : [];
    }
    if (
      [
        'dramatiq',
        'huey_consumer',
        'huey_consumer.py',
        'arq',
        'faust',
      ].includes(name)
    ) {
      const spec =
        rest.find(word => !word.startsWith('-') && word.includes('.')) ??
        rest.find(word => !word.startsWith('-'));
      return spec ? launch(moduleTarget(spec), 'worker') : [];
    }
    if (name === 'taskiq') {
      const spec = rest.find(word => word.includes(':'));
      return spec
        ? launch(
            moduleTarget(spec),
            rest.includes('scheduler') ? 'scheduler' : 'worker',
          )
        : [];
    }
    if (name === 'python' || name === 'pypy3' || name.startsWith('python3')) {
      return this.python(rest, words, root, depth);
    }
    if (SCRIPT_RUNNERS.has(name)) {
      return this.node(rest, words);
    }
    if (name === 'java') {
      const agents = rest
        .filter(word => word.startsWith('-javaagent:'))
        .map(word => word.slice('-javaagent:'.length));
      return launch(
        { type: 'framework', framework: 'java' },
        undefined,
        agents,
      );
    }
    if (
      Object.hasOwn(FRAMEWORK_SERVERS, name) &&
      (FRAMEWORK_SERVERS[name].length === 0 ||
        FRAMEWORK_SERVERS[name].some(word => rest.includes(word)))
    ) {
      return launch({ type: 'framework', framework: name }, 'server');
    }
    if (name === 'manage.py') {
      return this.python([first, ...rest], words, root, depth);
    }
    if (name.endsWith('.sh') || this.isShellScript(first, root)) {
      return this.script(first, root, depth);
    }
    const console = this.consoleScript(name, root);
    if (console) {
      return launch(moduleTarget(console));
    }
    return launch({ type: 'binary', name });
  }

  private python(
    rest: string[],
    words: string[],
    root: string,
    depth: number,
  ): Launch[] {
    const at = rest.findIndex((word, index) => {
      const before = rest[index - 1];
      return !word.startsWith('-') && before !== '-W' && before !== '-X';
    });
    const moduleAt = rest.indexOf('-m');
    if (moduleAt >= 0 && (at < 0 || moduleAt < at)) {
      const module = rest[moduleAt + 1] ?? '';
      const asCommand = this.readWords(
        rest.slice(moduleAt + 1),
        root,
        depth + 1,
      ).filter(({ target }) => target.type !== 'binary');
      return asCommand.length > 0
        ? asCommand
        : [
            {
              target: { type: 'module', module },
              words,
              agents: [],
              environment: {},
            },
          ];
    }
    const file = rest[at];
    if (!file) {
      return [];
    }
    if (baseName(file) === 'manage.py') {
      const [command = ''] = rest.slice(at + 1);
      const kind = MANAGE_COMMANDS[command];
      return kind
        ? [
            {
              target: { type: 'file', file },
              kind,
              words,
              agents: [],
              environment: {},
            },
          ]
        : [];
    }
    return [
      { target: { type: 'file', file }, words, agents: [], environment: {} },
    ];
  }

  private node(rest: string[], words: string[]): Launch[] {
    const agents: string[] = [];
    for (let index = 0; index < rest.length; index++) {
      const word = rest[index];
      if (NODE_VALUED.has(word)) {
        if (word === '-e') {
          return [];
        }
        agents.push(rest[index + 1] ?? '');
        index++;
      } else if (
        word.startsWith('--require=') ||
        word.startsWith('--import=')
      ) {
        agents.push(word.slice(word.indexOf('=') + 1));
      } else if (
        !word.startsWith('-') &&
        !['run', 'watch', 'start'].includes(word)
      ) {
        return [
          {
            target: { type: 'file', file: word },
            words,
            agents,
            environment: {},
          },
        ];
      }
    }
    return [];
  }

  private packageScript(
    manager: string,
    rest: string[],
    root: string,
    depth: number,
  ): Launch[] {
    const directory = optionValue(rest, ['--prefix', '-C', '--cwd', '--dir']);
    const operands = rest.filter(
      (word, index) =>
        !word.startsWith('-') &&
        word !== directory &&
        !['--filter', '-w', '--workspace', '-F'].includes(
          rest[index - 1] ?? '',
        ),
    );
    const [first, second] = operands;
    if (!first || (MANAGER_COMMANDS.has(first) && first !== 'run')) {
      return [];
    }
    const script = ['run', 'run-script'].includes(first) ? second : first;
    if (
      manager === 'npm' &&
      first !== 'run' &&
      first !== 'start' &&
      first !== 'run-script'
    ) {
      return [];
    }
    const folder =
      directory && !directory.startsWith('/')
        ? [root, directory.startsWith('./') ? directory.slice(2) : directory]
            .filter(Boolean)
            .join('/')
        : root;
    const manifest =
      this.manifests.manifests.find(
        item => item.ecosystem === 'npm' && item.root === folder,
      ) ??
      this.manifests.manifests.find(
        item => item.ecosystem === 'npm' && isWithin(folder, item.root),
      );
    const found = manifest?.scripts.find(({ name }) => name === script);
    if (!manifest || !found) {
      // `bun server.ts`, `yarn next start`
      return manager === 'npm'
        ? []
        : this.readWords(
            manager === 'bun' && first.includes('.') ? ['node', first] : rest,
            root,
            depth + 1,
          ).filter(({ target }) => target.type !== 'binary');
    }
    return this.readText(found.command, manifest.root, depth + 1);
  }

  private consoleScript(name: string, root: string): string | undefined {
    for (const manifest of this.manifests.manifests) {
      if (
        manifest.ecosystem === 'pypi' &&
        (isWithin(root, manifest.root) || isWithin(manifest.root, root))
      ) {
        const found = manifest.scripts.find(
          script => script.name === name && isModuleSpec(script.command),
        );
        if (found) {
          return found.command;
        }
      }
    }
    return undefined;
  }

  /** A shell script of the tree; what it hands on by `"$@"` is the caller's business. */
  private script(file: string, root: string, depth: number): Launch[] {
    const path = findFile(this.tree, file, root);
    const text = path && this.tree.read(path);
    return text
      ? this.readText(text, root, depth + 1).filter(
          // Of a script only what starts own code counts.
          ({ target }) => target.type !== 'binary',
        )
      : [];
  }

  private isShellScript(file: string, root: string): boolean {
    const path = findFile(this.tree, file, root);
    const text = path ? this.tree.read(path) ?? '' : '';
    const [line] = text.split('\n', 1);
    return line.startsWith('#!') && /\b(?:ba|da|a|z)?sh\b/.test(line);
  }
}

/** Looks a file up as an image would have it: by its own path, else by the shortest path that ends with it. */
export function findFile(
  tree: SourceTree,
  file: string,
  root: string,
): string | undefined {
  const segments = file
    .split('/')
    .filter(segment => segment !== '' && segment !== '.');
  for (let from = 0; from < segments.length; from++) {
    const relative = segments.slice(from).join('/');
    const own = root ? `${root}/${relative}` : relative;
    if (tree.files.some(({ path }) => path === own)) {
      return own;
    }
  }
  const name = segments[segments.length - 1];
  return name
    ? tree.files
        .map(({ path }) => path)
        .filter(
          path =>
            isWithin(path, root) &&
            (path === name || path.endsWith(`/${name}`)),
        )
        .filter(path => path.endsWith('.sh') || path.includes('entrypoint'))
        .sort((a, b) => a.length - b.length)[0]
    : undefined;
}

/** Whether a text hands over to the arguments that it is given: `exec "$@"`. */
export function handsOver(text: string): boolean {
  return shellCommands(text).some(({ words }) =>
    words.some(word => word === '$@' || word === '"$@"' || word === '$*'),
  );
}

/** Words of a runner before the command: `run` of `uv run …`. */
function runnerPrefix(
  name: string,
  words: readonly string[],
): string[] | undefined {
  return Object.hasOwn(RUNNERS, name)
    ? RUNNERS[name].find(prefix =>
        prefix.every((word, index) => words[index + 1] === word),
      )
    : undefined;
}

function behindWrapper(words: string[], wrapper: Wrapper): string[] {
  const dashes = words.indexOf('--');
  if (wrapper.behindDashes) {
    return dashes >= 0 ? words.slice(dashes + 1) : [];
  }
  let index = 0;
  while (index < words.length && words[index].startsWith('-')) {
    if (words[index] === '--') {
      return words.slice(index + 1);
    }
    index += wrapper.valued?.includes(words[index]) ? 2 : 1;
  }
  return words.slice(index + (wrapper.operands ?? 0));
}

function baseName(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}

function isModuleSpec(word: string): boolean {
  return (
    /^[A-Za-z_][\w.]*(?::[A-Za-z_][\w.()]*)?$/.test(word) && /[.:]/.test(word)
  );
}

/** `--bind app.local` is no module; `--reload app.main:app` is. */
function takesValue(option: string | undefined, word: string): boolean {
  return (
    option !== undefined &&
    option.startsWith('-') &&
    !option.includes('=') &&
    !word.includes(':')
  );
}

function moduleTarget(spec: string): Launch['target'] {
  if (spec.endsWith('.py')) {
    return { type: 'file', file: spec };
  }
  const [module, attribute] = spec.split(':');
  return {
    type: 'module',
    module,
    ...(attribute ? { attribute: attribute.split('(')[0] } : {}),
  };
}

function optionValue(words: string[], options: string[]): string | undefined {
  for (const [index, word] of words.entries()) {
    for (const option of options) {
      if (word === option) {
        return words[index + 1];
      }
      if (word.startsWith(`${option}=`)) {
        return word.slice(option.length + 1);
      }
    }
  }
  return undefined;
}
