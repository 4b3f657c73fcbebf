import { extractFacts } from '../../testing/extractFacts';
import { applications } from './extract';

async function read(files: Record<string, string>) {
  const { facts } = await extractFacts(applications, files);
  return facts.applications;
}

const routesOf = ({
  routes,
}: {
  routes: { method: string; fullPath: string }[];
}) => routes.map(route => `${route.method} ${route.fullPath}`).sort();

describe('express', () => {
  it('reads routes in classes that an application class takes, with addresses from constants', async () => {
    const [app] = await read({
      'src/server.ts': `
import { container } from 'tsyringe';
import App from './app';
import { PetsRoute } from './routes/pets.route';
import { OwnersRoute } from './routes/owners.route';

const routes = [new PetsRoute(), container.resolve(OwnersRoute)];
const server = new App({ routes }, 'v1');
server.listen();
`,
      'src/app.ts': `
import express from 'express';
class App {
  public app: express.Application;
  constructor({ routes }: { routes: Routes[] }, version: string) {
    this.app = express();
    this.attach(routes, '/api/' + version);
  }
  private attach(routes: Routes[], base: string) {
    routes.forEach(route => {
      this.app.use(base + route.path, route.router);
    });
  }
  listen() { this.app.listen(3000); }
}
export default App;
`,
      'src/routes/pets.route.ts': `
import { Router } from 'express';
import { PATHS } from '../paths';
export class PetsRoute {
  public path = PATHS.pets.base;
  public router = Router();
  constructor() { this.router.get(PATHS.pets.one, (req, res) => res.json({})); }
}
`,
      'src/paths.ts': `
export const PATHS = { pets: { base: '/pets', one: '/:id' } } as const;
`,
      'src/routes/owners.route.ts': `
import { Router } from 'express';
import { OwnersController } from '../owners.controller';
export class OwnersRoute {
  public path = '/owners';
  public router = Router();
  constructor(private readonly owners: OwnersController) {
    this.router.post('/', this.owners.create);
  }
}
`,
      'src/owners.controller.ts': `
export class OwnersController {
  create = async (req, res) => {
    res.json(req.body);
  };
}
`,
    });
    expect(app.partial).toEqual([]);
    expect(routesOf(app)).toEqual([
      'GET /api/v1/pets/{id}',
      'POST /api/v1/owners',
    ]);
    expect(
      app.routes.find(route => route.method === 'POST')?.body,
    ).toMatchObject({ path: 'src/owners.controller.ts', line: 3 });
  });

  it('reads calls in chains, in their order', async () => {
    const [app] = await read({
      'src/server.ts': `
import express, { Router } from 'express';
import helmet from 'helmet';
import { requireUser } from './guard';

const health = Router()
  .get('/live', (req, res) => res.json({}))
  .get('/ready', (req, res) => res.json({}));

export function createServer() {
  const app = express();
  app
    .disable('x-powered-by')
    .use(helmet())
    .use('/health', health)
    .use(requireUser)
    .post('/items', (req, res) => res.end());
  return app;
}
`,
      'src/guard.ts': 'export const requireUser = (req, res, next) => next();',
    });
    expect(routesOf(app)).toEqual([
      'GET /health/live',
      'GET /health/ready',
      'POST /items',
    ]);
    expect(app.middleware.map(({ name }) => name)).toEqual([
      'helmet',
      './guard.requireUser',
    ]);
    expect(
      app.routes.map(route => [
        route.fullPath,
        route.guardedBy.some(use => use.text === 'requireUser'),
      ]),
    ).toEqual([
      ['/health/live', false],
      ['/health/ready', false],
      ['/items', true],
    ]);
  });

  it('follows applications that objects carry, and pages of what is mounted', async () => {
    const [app] = await read({
      'server.js': `
const express = require('express');
const api = require('./api');
const admin = require('./admin');
const ui = require('./ui');
const app = express();
const environment = { app: app, prefix: '/api' };
api.register(environment);
admin({ app, config: {} });
app.use('/ui', ui);
app.listen(3000);
`,
      'api.js': `
exports.register = env => {
  const app = env.app;
  app.get('/status', (req, res) => res.json({}));
};
`,
      'admin.js': `
module.exports = ({ app }) => {
  app.post('/admin/jobs', (req, res) => res.json({}));
};
`,
      'ui.js': `
const express = require('express');
const app = express();
app.set('view engine', 'pug');
app.get('/', (req, res) => res.end());
module.exports = app;
`,
    });
    expect(routesOf(app)).toEqual([
      'GET /status',
      'GET /ui',
      'POST /admin/jobs',
    ]);
    expect(app.servesPages).toBe(true);
  });

  it('reads folders whose files are loaded one by one', async () => {
    const [app] = await read({
      'server.js': `
const express = require('express');
const app = express();
app.use('/api', require('./routes'));
app.listen(3000);
`,
      'routes/index.js': `
const express = require('express');
const fs = require('fs');
const router = express.Router();
router.use('/', require('./auth'));
fs.readdirSync(__dirname).filter(file => {
  const name = file.split('.')[0];
  return name !== 'index' && name !== 'auth'
    ? router.use(\`/\${name}\`, require(\`./\${name}\`))
    : '';
});
module.exports = router;
`,
      'routes/auth.js': `
const router = require('express').Router();
router.post('/login', (req, res) => res.json({}));
module.exports = router;
`,
      'routes/cities.js': `
const router = require('express').Router();
router.get('/:id', (req, res) => res.json({}));
module.exports = router;
`,
    });
    expect(app.partial).toEqual([]);
    expect(routesOf(app)).toEqual(['GET /api/cities/{id}', 'POST /api/login']);
  });

  it('reads tables of routers that are mounted in a loop', async () => {
    const [app] = await read({
      'src/app.js': `
const express = require('express');
const routes = require('./routes/v1');
const extra = require('./routes/extra');
const app = express();
app.use('/v1', routes);
for (const { prefix, router } of extra.tables) {
  app.use(\`/extra/\${prefix}\`, router);
}
Object.entries(extra.named).forEach(([name, router]) => app.use('/' + name, router));
`,
      'src/routes/v1/index.js': `
const express = require('express');
const authRoute = require('./auth.route');
const userRoute = require('./user.route');

const router = express.Router();
const defaultRoutes = [
  { path: '/auth', route: authRoute },
  { path: '/users', route: userRoute },
];
defaultRoutes.forEach((route) => {
  router.use(route.path, route.route);
});
module.exports = router;
`,
      'src/routes/v1/auth.route.js': `
const express = require('express');
const router = express.Router();
router.post('/login', (req, res) => res.send({}));
module.exports = router;
`,
      'src/routes/v1/user.route.js': `
const express = require('express');
const auth = require('../../middlewares/auth');
const userController = require('../../controllers/user.controller');
const router = express.Router();
router
  .route('/')
  .post(auth('manageUsers'), userController.createUser)
  .get(auth('getUsers'), userController.getUsers);
router
  .route('/:userId')
  .delete(auth('manageUsers'), userController.deleteUser);
module.exports = router;
`,
      'src/middlewares/auth.js': `
const auth = (...rights) => async (req, res, next) => next();
module.exports = auth;
`,
      'src/controllers/user.controller.js': `
const catchAsync = require('../utils/catchAsync');

const createUser = catchAsync(async (req, res) => {
  res.status(201).send(await users.create(req.body));
});

const getUsers = catchAsync(async (req, res) => {
  res.send(await users.findAll());
});

exports.deleteUser = async (req, res) => {
  res.status(204).send();
};

module.exports.createUser = createUser;
module.exports.getUsers = getUsers;
`,
      'src/utils/catchAsync.js': `
const catchAsync = (fn) => (req, res, next) => {
  Promise.resolve(fn(req, res, next)).catch((err) => next(err));
};
module.exports = catchAsync;
`,
      'src/routes/extra.js': `
const { Router } = require('express');
const books = Router();
books.get('/', (req, res) => res.send([]));
const shelves = Router();
shelves.get('/', (req, res) => res.send([]));
exports.tables = [{ prefix: 'books', router: books }];
exports.named = { shelves };
`,
    });
    expect(routesOf(app)).toEqual([
      'DELETE /v1/users/{userId}',
      'GET /extra/books',
      'GET /shelves',
      'GET /v1/users',
      'POST /v1/auth/login',
      'POST /v1/users',
    ]);
    expect(app.partial).toEqual([]);
    const find = (text: string) =>
      app.routes.find(route => `${route.method} ${route.fullPath}` === text);
    expect(find('POST /v1/users')).toMatchObject({
      path: 'src/routes/v1/user.route.js',
      line: 8,
      handler: 'userController.createUser',
      body: { path: 'src/controllers/user.controller.js', line: 4, endLine: 6 },
      async: true,
    });
    expect(find('POST /v1/users')?.guardedBy[0].text).toBe(
      "auth('manageUsers')",
    );
    expect(find('GET /v1/users')?.list).toBe(true);
    expect(find('DELETE /v1/users/{userId}')?.body).toEqual({
      path: 'src/controllers/user.controller.js',
      line: 12,
      endLine: 14,
    });
  });

  it('reads factories of routers and of applications', async () => {
    const apps = await read({
      'src/app.js': `
const express = require('express');
const app = express();
require('./routes')(app, '/x');
app.use('/sub', require('./sub')(app, redis));
const admin = require('./admin');
app.use('/admin', admin.create());
module.exports = app;
`,
      'src/routes.js': `
module.exports = function (app, prefix) {
  const made = require('./versions')(app);
  app.use('/v1', made.one);
  app.use('/v2', made.two);
};
`,
      'src/versions.js': `
const express = require('express');
module.exports = function (app) {
  const first = express.Router();
  const second = express.Router();
  first.get('/a', show);
  second.get('/b', show);
  return { one: first, two: second };
};
function show(req, res) {
  res.json({});
}
`,
      'src/sub.js': `
const express = require('express');
function configure(app, ctx) {
  const api = express();
  api.get('/entries', (req, res) => res.json([]));
  return api;
}
module.exports = configure;
`,
      'src/admin.js': `
const express = require('express');
exports.create = () => {
  const router = express.Router();
  router.delete('/users/:id', (req, res) => res.end());
  return router;
};
`,
    });
    const main = apps.find(app => app.path === 'src/app.js')!;
    expect(routesOf(main)).toEqual([
      'DELETE /admin/users/{id}',
      'GET /sub/entries',
      'GET /v1/a',
      'GET /v2/b',
    ]);
    expect(apps.find(app => app.path === 'src/sub.js')?.mountedIn).toBe(
      'src/app.js:app',
    );
    expect(main.routes.find(route => route.fullPath === '/v1/a')?.body).toEqual(
      { path: 'src/versions.js', line: 10, endLine: 12 },
    );
  });

  it('reads factories of TypeScript modules without a name, and routers of classes', async () => {
    const [app, ...others] = await read({
      'src/app.ts': `
import express from 'express';
import createRoutes from './api';
import { UserRoutes } from './UserRoutes';
import { BookRoutes } from './BookRoutes';

class App {
  public app: express.Application;
  private readonly users = new UserRoutes();
  constructor(controllers: BookRoutes[]) {
    this.app = express();
    this.routes();
  }
  private routes() {
    this.app.use('/api', createRoutes());
    this.app.use('/users', this.users.getRouter());
    this.app.use('/books', new BookRoutes().router);
  }
}
export default new App([]);
`,
      'src/api.ts': `
import { Router } from 'express';
import auth from './auth';

export default () => {
  const app = Router();
  auth(app);
  return app;
};
`,
      'src/auth.ts': `
import { Router, Request, Response } from 'express';
const route = Router();

export default (parent: Router) => {
  parent.use('/auth', route);
  route.post('/signin', async (req: Request, res: Response) => res.json({}));
};
`,
      'src/UserRoutes.ts': `
import { Router } from 'express';
export class UserRoutes {
  private router: Router = Router();
  constructor() {
    this.router.get('/', this.all);
  }
  all = async (req, res) => res.json([]);
  getRouter(): Router {
    return this.router;
  }
}
`,
      'src/BookRoutes.ts': `
import { Router } from 'express';
export class BookRoutes {
  public router = Router();
  constructor() {
    this.router.get('/:id', this.one.bind(this));
  }
  one(req, res) {
    res.json({});
  }
}
`,
    });
    expect(others).toEqual([]);
    expect(routesOf(app)).toEqual([
      'GET /books/{id}',
      'GET /users',
      'POST /api/auth/signin',
    ]);
    expect(app.routes.map(route => route.body?.line)).toEqual([8, 8, 7]);
    expect(app.partial).toEqual([]);
  });

  it('follows the application of a singleton', async () => {
    const [app] = await read({
      'server/Server.js': `
const express = require('express');
class Server {
  app = undefined;
  static getInstance(args) {
    if (Server.instance == null) {
      Server.instance = new Server(args);
    }
    return Server.instance;
  }
  constructor() {
    this.app = express();
  }
}
module.exports = { Server };
`,
      'server/main.js': `
const { Server } = require('./Server');
const server = Server.getInstance();
const app = server.app;
app.get('/metrics', (req, res) => res.end());
server.app.get('/status', (req, res) => res.end());
app.use(require('./routers/pages'));
`,
      'server/routers/pages.js': `
const express = require('express');
let router = express.Router();
router.get('/pages/:slug', (req, res) => res.end());
module.exports = router;
`,
    });
    expect(app.path).toBe('server/Server.js');
    expect(routesOf(app)).toEqual([
      'GET /metrics',
      'GET /pages/{slug}',
      'GET /status',
    ]);
  });

  it('says what it could not follow, and only that', async () => {
    const [app] = await read({
      'app.js': `
const express = require('express');
const fs = require('fs');
const { createServer } = require('@rpc/server');
const rpc = createServer();
const app = express();
app.use(require('cors')());
app.use(compression({ level: 9 }));
app.use(rpc.xrpc.router);
fs.readdirSync('./routes').forEach(file => {
  app.use('/api', require('./routes/' + file));
});
glob.sync('plugins/*.js').forEach(file => require(file)(app));
app.get('/ok', (req, res) => res.end());
`,
    });
    expect(app.partial).toEqual([
      "app.js:11: require('./routes/' + file) is loaded at run time",
      "app.js:11: what is mounted for each of fs.readdirSync('./routes') was not found",
      'app.js:13: route files are loaded at run time',
      'app.js:9: the routes of rpc.xrpc.router were not found',
    ]);
    expect(routesOf(app)).toEqual(['GET /ok']);
  });

  it('reads the Fastify adapter of NestJS in a variable', async () => {
    const [app] = await read({
      'src/main.ts': `
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import rateLimit from '@fastify/rate-limit';
import { AppModule } from './app.module';

const adapter = new FastifyAdapter();
adapter.register(rateLimit, { max: 100 });

async function bootstrap() {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule, adapter);
  await app.listen(3000);
}
bootstrap();
`,
      'src/app.module.ts': `
import { Module } from '@nestjs/common';
@Module({ controllers: [] })
export class AppModule {}
`,
    });
    expect(app.features).toEqual([]);
    expect(app.middleware).toMatchObject([
      { name: '@fastify/rate-limit', path: 'src/main.ts', line: 8 },
    ]);
  });
});
