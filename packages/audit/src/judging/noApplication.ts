import { CheckContext, CheckOutcome } from '../engine/types';
import { applications } from '../facts/applications/extract';
import { unreadableLanguages } from './unreadable';

/** Modules that serve HTTP and whose routes and settings nothing here reads, by the name that people know. */
const UNREAD_FRAMEWORKS: Record<string, readonly string[]> = {
  aiohttp: ['aiohttp.web'],
  Beego: ['github.com/beego/beego', 'github.com/astaxie/beego'],
  BlackSheep: ['blacksheep'],
  Bottle: ['bottle'],
  CherryPy: ['cherrypy'],
  Falcon: ['falcon'],
  Fiber: ['github.com/gofiber/fiber'],
  hapi: ['@hapi/hapi'],
  Hono: ['hono', '@hono/node-server'],
  'JAX-RS': ['jakarta.ws.rs', 'javax.ws.rs'],
  Javalin: ['io.javalin'],
  Koa: ['koa'],
  Litestar: ['litestar'],
  Micronaut: ['io.micronaut'],
  Pecan: ['pecan'],
  Polka: ['polka'],
  Pyramid: ['pyramid'],
  Quarkus: ['io.quarkus'],
  Quart: ['quart'],
  Restify: ['restify'],
  Robyn: ['robyn'],
  Sanic: ['sanic'],
  Tornado: ['tornado.web', 'tornado.httpserver'],
  'Vert.x': ['io.vertx'],
  WebOb: ['webob'],
};

const MODULES = Object.entries(UNREAD_FRAMEWORKS).flatMap(([name, modules]) =>
  modules.map(module => ({ name, module })),
);

/**
 * What a check about HTTP applications says when it has none to judge: that it does not apply, or, when the tree serves
 * HTTP in a way that cannot be read, that it could not tell.
 */
export async function noApplication(
  context: CheckContext,
  summary = 'No HTTP application was found',
): Promise<CheckOutcome> {
  const { applications: read } = await context.facts(applications);
  if (read.length > 0) {
    return { status: 'not-applicable', summary };
  }
  const unread = [
    ...(await unreadFrameworks(context)).map(name => `applications of ${name}`),
    ...(await unreadableLanguages(context)).map(name => `code in ${name}`),
  ];
  return unread.length === 0
    ? { status: 'not-applicable', summary }
    : {
        status: 'unknown',
        summary: `Could not be decided: ${unread.join(
          ' and ',
        )} cannot be read here`,
      };
}

/** What the readers of frameworks say when they lost routes, as opposed to a prefix or a parameter. */
const LOST_ROUTES =
  /was not found|no URL pattern could be read|routes are added|are not read|URL configuration/;

/**
 * What a check about routes says when none is of its kind: that it does not apply, or that it could not tell, where
 * routes of an application were not found.
 */
export async function noSuchRoute(
  context: CheckContext,
  summary: string,
): Promise<CheckOutcome> {
  const { applications: read } = await context.facts(applications);
  const lost = read
    .flatMap(app => app.partial)
    .find(item => LOST_ROUTES.test(item));
  return lost === undefined
    ? noApplication(context, summary)
    : {
        status: 'unknown',
        summary: `${summary}, but not all routes were read: ${lost}`,
      };
}

/** Frameworks that production code imports and that nothing here reads, sorted. */
export async function unreadFrameworks(
  context: CheckContext,
): Promise<string[]> {
  const files = await context.syntax.files({
    // `from aiohttp import web` holds the first segment only.
    containing: MODULES.map(({ module }) =>
      module.includes('/') ? module : module.split('.')[0],
    ),
  });
  const found = new Set<string>();
  for (const file of files) {
    for (const item of file.imports.filter(({ typeOnly }) => !typeOnly)) {
      const imported = [item.module, `${item.module}.${item.imported}`];
      for (const { name, module } of MODULES) {
        if (imported.some(full => isOf(full, module))) {
          found.add(name);
        }
      }
    }
  }
  return [...found].sort();
}

function isOf(full: string, module: string): boolean {
  return (
    full === module ||
    full.startsWith(`${module}.`) ||
    full.startsWith(`${module}/`)
  );
}
