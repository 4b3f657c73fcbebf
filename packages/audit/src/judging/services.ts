import { CheckContext } from '../engine/types';
import { FileSyntax } from '../syntax/schema';
import { inventory } from '../facts/inventory/extract';
import { Part } from '../facts/inventory/schema';

/** Modules whose import makes a part a service: servers, workers, consumers, schedulers. */
const SERVER_MODULES: ReadonlySet<string> = new Set(
  (
    'fastapi starlette flask django aiohttp tornado sanic quart litestar falcon bottle pyramid uvicorn gunicorn ' +
    'celery rq dramatiq arq huey apscheduler kafka aiokafka confluent_kafka pika aio_pika grpc nats faststream ' +
    'express fastify koa @hapi/hapi hono @nestjs/core @nestjs/common next restify polka micro apollo-server ' +
    '@apollo/server bullmq bull amqplib kafkajs agenda node-cron socket.io ws http https net ' +
    '@grpc/grpc-js @backstage/backend-plugin-api ' +
    'net/http github.com/gin-gonic/gin github.com/labstack/echo github.com/gofiber/fiber github.com/go-chi/chi ' +
    'github.com/gorilla/mux google.golang.org/grpc'
  ).split(' '),
);

const SERVER_PACKAGES = [
  'org.springframework.boot',
  'org.springframework.web',
  'io.micronaut',
  'io.quarkus',
  'jakarta.ws.rs',
  'javax.ws.rs',
  'jakarta.servlet',
  'javax.servlet',
];

/** Text that every file importing one of these contains. */
const SERVER_WORDS = [...SERVER_MODULES, ...SERVER_PACKAGES];

/** Modules that make a file a command-line program. */
const COMMAND_LINE_MODULES = new Set(
  (
    'argparse click typer fire docopt rich_click commander yargs cac meow inquirer @oclif/core prompts ' +
    'github.com/spf13/cobra github.com/urfave/cli flag picocli.CommandLine'
  ).split(' '),
);

const COMMAND_LINE_PATH =
  /(?:^|\/)(?:cli|commands?|management\/commands|bin|tools?|manage)(?:\/|\.[a-z]+$|_[^/]*\.py$)|(?:^|\/)__main__\.py$|_cli\.[a-z]+$/;

const BROWSER_MODULES =
  /^(?:react|react-dom|vue|svelte|preact|solid-js|@angular\/.*|jquery|@tanstack\/react-.*)(?:\/|$)/;

/** What only a server, a worker or a tool can do. */
const NODE_MODULES =
  /^(?:node:.*|fs|fs\/promises|path|os|child_process|cluster|net|tls|dgram|readline|worker_threads)$/;

/** First segment of a module, with the scope where it has one: `django.http` is of `django`. */
function packageOf(module: string, language: string): string {
  if (language === 'python') {
    return module.split('.')[0];
  }
  if (language === 'go') {
    return module.replace(/\/v\d+(?=\/|$)/, '').split('/').length > 3
      ? module.split('/').slice(0, 3).join('/')
      : module.replace(/\/v\d+$/, '');
  }
  const segments = module.split('/');
  return segments.slice(0, module.startsWith('@') ? 2 : 1).join('/');
}

function importsServer(file: FileSyntax): boolean {
  return file.imports.some(
    ({ module, typeOnly }) =>
      !typeOnly &&
      (SERVER_MODULES.has(module) ||
        SERVER_MODULES.has(packageOf(module, file.language)) ||
        SERVER_PACKAGES.some(item => module.startsWith(item))),
  );
}

/** Parts of the tree whose production code runs as a service. */
export async function serviceParts(context: CheckContext): Promise<Part[]> {
  const { parts } = await context.facts(inventory);
  const files = await context.syntax.files({ containing: SERVER_WORDS });
  const owners = new Set(
    files.filter(importsServer).map(({ path }) => partOf(parts, path)),
  );
  return parts.filter(part => owners.has(part));
}

/** Innermost part around a path. */
export function partOf(parts: readonly Part[], path: string): Part | undefined {
  return parts
    .filter(({ root }) => root === '' || path.startsWith(`${root}/`))
    .sort((a, b) => b.root.length - a.root.length)[0];
}

/** A command-line program by its folder, its name or what it imports. */
export function isCommandLine(file: FileSyntax): boolean {
  return (
    COMMAND_LINE_PATH.test(file.path) ||
    // A server's `main` lies in `cmd/<name>/`, the commands of a program in `cmd/` itself.
    (file.language === 'go' && /(?:^|\/)cmd\/[^/]+\.go$/.test(file.path)) ||
    (file.language === 'python' && /(?:^|\/)cmd\//.test(file.path)) ||
    file.imports.some(
      ({ module }) =>
        COMMAND_LINE_MODULES.has(module) ||
        COMMAND_LINE_MODULES.has(packageOf(module, file.language)),
    )
  );
}

/** JavaScript that runs in a browser: components, and what says so itself. */
export function isBrowserCode(file: FileSyntax, text: string): boolean {
  if (!['typescript', 'tsx', 'javascript'].includes(file.language)) {
    return false;
  }
  return (
    /^\s*["']use client["']/.test(text) ||
    file.language === 'tsx' ||
    file.path.endsWith('.jsx') ||
    file.imports.some(
      ({ module, typeOnly }) => !typeOnly && BROWSER_MODULES.test(module),
    ) ||
    (/\b(?:window|document|localStorage|sessionStorage)\.\w/.test(text) &&
      !importsServer(file) &&
      !file.imports.some(({ module }) => NODE_MODULES.test(module)))
  );
}
