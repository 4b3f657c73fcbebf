import { commandName } from '../workflows/tools';
import { CiCommand } from '../workflows/schema';

interface ServerRule {
  commands: readonly string[];
  /** One of these is among the arguments. */
  needs?: readonly string[];
  /** None of these is among the arguments. */
  not?: readonly string[];
  name?: string;
}

/** Development servers: watchers, reloaders, compilers that serve. */
const DEVELOPMENT: readonly ServerRule[] = [
  {
    commands: ['manage.py', 'django-admin'],
    needs: ['runserver', 'runserver_plus'],
    name: 'the development server of Django',
  },
  {
    commands: ['flask'],
    needs: ['run'],
    name: 'the development server of Flask',
  },
  { commands: ['fastapi'], needs: ['dev'] },
  {
    // Process managers such as gunicorn stay production servers; their flag is a development setting instead.
    commands: ['uvicorn', 'hypercorn'],
    needs: ['--reload'],
    name: 'a server that reloads on changes',
  },
  {
    commands: [
      'watchmedo',
      'watchfiles',
      'nodemon',
      'ts-node-dev',
      'tsnd',
      'air',
      'reflex',
      'gowatch',
      'webpack-dev-server',
      'browser-sync',
      'live-server',
      'http-server-dev',
      'vite-node',
    ],
  },
  {
    commands: [
      'next',
      'nuxt',
      'nuxi',
      'astro',
      'remix',
      'svelte-kit',
      'gatsby',
      'redwood',
      'rw',
      'quarkus',
    ],
    needs: ['dev', 'develop'],
  },
  {
    commands: ['next'],
    not: [
      'start',
      'build',
      'export',
      'lint',
      'telemetry',
      'info',
      '--version',
      '-v',
      '--help',
    ],
    name: 'next dev',
  },
  {
    commands: ['vite'],
    not: ['build', 'preview', 'optimize', '--version', '--help'],
    name: 'the development server of Vite',
  },
  {
    commands: [
      'webpack',
      'webpack-cli',
      'vue-cli-service',
      'ng',
      'ember',
      'parcel',
    ],
    needs: ['serve', 'server', 's'],
  },
  {
    commands: ['react-scripts', 'expo', 'craco', 'react-app-rewired'],
    needs: ['start'],
  },
  { commands: ['nest'], needs: ['--watch', '-w'] },
  {
    commands: ['node', 'tsx', 'bun', 'deno'],
    needs: ['--watch', 'watch', '--hot'],
  },
  { commands: ['php'], needs: ['-S'], name: 'the built-in server of PHP' },
  { commands: ['php', 'artisan'], needs: ['serve'], name: 'artisan serve' },
  {
    commands: ['mvn', 'mvnw'],
    needs: ['spring-boot:run', 'quarkus:dev', 'jetty:run'],
  },
  { commands: ['gradle', 'gradlew'], needs: ['bootRun', 'quarkusDev'] },
  { commands: ['go', 'cargo'], needs: ['run', 'watch'] },
  { commands: ['dotnet'], needs: ['run', 'watch'] },
];

/** Servers meant for production. */
const PRODUCTION: readonly ServerRule[] = [
  {
    commands: [
      'gunicorn',
      'uvicorn',
      'hypercorn',
      'daphne',
      'granian',
      'uwsgi',
      'waitress-serve',
      'mod_wsgi-express',
      'fastapi',
      'puma',
      'unicorn',
      'passenger',
      'nginx',
      'httpd',
      'apache2-foreground',
      'apache2ctl',
      'caddy',
      'traefik',
      'haproxy',
      'php-fpm',
      'frankenphp',
      'pm2-runtime',
      'catalina.sh',
      'serve',
      'traefik',
    ],
  },
  {
    commands: ['next', 'nuxt', 'remix-serve', 'nest', 'medusa'],
    needs: ['start', 'preview'],
  },
  { commands: ['remix-serve'] },
  { commands: ['node'], not: ['-e', '--eval', '-p', '--test'] },
  { commands: ['java'], needs: ['-jar', '-cp', '-classpath', '@'] },
  { commands: ['java'] },
  { commands: ['bun', 'deno', 'tsx', 'ts-node'] },
  { commands: ['dotnet'] },
];

/** Programs that work without listening. */
const WORKERS = new Set([
  'celery',
  'rq',
  'dramatiq',
  'arq',
  'huey_consumer',
  'sidekiq',
  'temporal',
  'alembic',
  'crond',
  'cron',
]);

/** Words of a `node` command that name no server but a script to run. */
const WORKER_SCRIPT =
  /(?:^|[/._-])(?:worker|consumer|migrate|migration|seed|cron|job|scheduler)s?(?:[/._-]|$)/i;

/** The development server that a command starts, by name. */
export function developmentServer(command: CiCommand): string | undefined {
  const found = DEVELOPMENT.find(item => fits(item, command.words));
  return found && (found.name ?? command.words.slice(0, 2).join(' '));
}

/** Whether a command is a server for production. */
export function isProductionServer(command: CiCommand): boolean {
  return (
    !developmentServer(command) &&
    PRODUCTION.some(item => fits(item, command.words)) &&
    !namesWorker(command)
  );
}

/** Whether a command is known to do its work without listening. */
export function isWorker(command: CiCommand): boolean {
  return WORKERS.has(commandName(command.words[0])) || namesWorker(command);
}

function namesWorker({ words }: CiCommand): boolean {
  return words
    .slice(1)
    .some(word => !word.startsWith('-') && WORKER_SCRIPT.test(word));
}

/** A program of the image's own, such as a compiled server: `/app/server`. */
export function isOwnProgram({ words }: CiCommand): boolean {
  return (
    /^\.?\/[\w./-]*[\w-]$/.test(words[0] ?? '') &&
    !/\.(?:sh|bash|py|js|ts|rb|pl)$|entrypoint|\/[a-z]?(?:a|da)?sh$/.test(
      words[0],
    )
  );
}

function fits(item: ServerRule, words: readonly string[]): boolean {
  const args = words.slice(1);
  return (
    item.commands.includes(commandName(words[0])) &&
    (!item.needs || item.needs.some(need => args.includes(need))) &&
    !item.not?.some(word => args.includes(word))
  );
}
