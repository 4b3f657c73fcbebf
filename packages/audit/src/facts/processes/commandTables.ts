import { ProcessKind } from './schema';

/** A program that runs the rest of its arguments. */
export interface Wrapper {
  /** Options that take a value. */
  valued?: string[];
  /** Words of its own before the command. */
  operands?: number;
  agent?: boolean;
  /** The command stands behind `--`. */
  behindDashes?: boolean;
}

/** Programs that only run another one. */
export const WRAPPERS: Record<string, Wrapper> = {
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

export const RUNNERS: Record<string, string[][]> = {
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

export const RUNNER_AGENTS = new Set(['newrelic-admin']);

export const SERVERS_OF_MODULES = new Set([
  'gunicorn',
  'uvicorn',
  'hypercorn',
  'daphne',
  'granian',
  'waitress-serve',
]);

export const PACKAGE_MANAGERS = new Set(['npm', 'yarn', 'pnpm', 'bun']);

/** Words after which `yarn …` is no script of the package. */
export const MANAGER_COMMANDS = new Set([
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

export const FRAMEWORK_SERVERS: Record<string, string[]> = {
  next: ['start'],
  nuxt: ['start', 'preview'],
  nest: ['start'],
  'remix-serve': [],
  'react-router-serve': [],
};

export const SCRIPT_RUNNERS = new Set([
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
export const NODE_VALUED = new Set([
  '-r',
  '--require',
  '--import',
  '--loader',
  '-e',
]);

export const SHELLS = new Set(['sh', 'bash', 'ash', 'dash', 'zsh']);

/** Commands of Celery that run on; `worker --beat` is both, and first of all a worker. */
export const CELERY_COMMANDS: [string, ProcessKind][] = [
  ['beat', 'scheduler'],
  ['worker', 'worker'],
];

/** Commands of Django's `manage.py` that run on. */
export const MANAGE_COMMANDS: Record<string, ProcessKind | undefined> = {
  runserver: 'server',
  runserver_plus: 'server',
  rqworker: 'worker',
  qcluster: 'worker',
  run_huey: 'worker',
  process_tasks: 'worker',
  rqscheduler: 'scheduler',
};

/** Commands that Django and its usual apps bring, and that end by themselves. */
export const FINITE_MANAGE_COMMANDS = new Set([
  'check',
  'clearsessions',
  'collectstatic',
  'compilemessages',
  'createcachetable',
  'createsuperuser',
  'dbshell',
  'dumpdata',
  'flush',
  'loaddata',
  'makemigrations',
  'migrate',
  'sendtestemail',
  'shell',
  'shell_plus',
  'showmigrations',
  'spectacular',
  'test',
]);
