import { extractFacts } from '../../testing/extractFacts';
import { applications } from './extract';

async function read(files: Record<string, string>) {
  const { facts } = await extractFacts(applications, files);
  return facts.applications;
}

const routesOf = (apps: Awaited<ReturnType<typeof read>>, index = 0) =>
  apps[index].routes.map(route => `${route.method} ${route.fullPath}`);

describe('applications', () => {
  it('composes FastAPI routers over files and follows dependencies', async () => {
    const apps = await read({
      'app/main.py': `
from fastapi import FastAPI, Depends
from app.api import router as api
from app.setup import install

app = FastAPI(dependencies=[Depends(audit)])
install(app)
app.include_router(api, prefix="/api")
`,
      'app/setup.py': `
from fastapi.middleware.gzip import GZipMiddleware

def install(application):
    application.add_middleware(GZipMiddleware, minimum_size=10)

    @application.get("/healthz")
    def healthz():
        return {}
`,
      'app/api/__init__.py': `
from fastapi import APIRouter
from app.config import settings
from . import users

router = APIRouter()
router.include_router(users.router, prefix=f"{settings.VERSION}/users")
`,
      'app/config.py': `
from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    VERSION: str = "/v2"

settings = Settings()
`,
      'app/api/users.py': `
from typing import Annotated
from fastapi import APIRouter, Depends
from app.auth import CurrentUser, admin

router = APIRouter(dependencies=[Depends(admin)])

@router.get("/", response_model=list[str])
async def every(user: CurrentUser):
    return []
`,
      'app/auth.py': `
from typing import Annotated
from fastapi import Depends

def token():
    ...

def current_user(value=Depends(token)):
    ...

def admin():
    ...

CurrentUser = Annotated[str, Depends(current_user)]
`,
    });
    expect(apps).toHaveLength(1);
    expect(routesOf(apps)).toEqual(['GET /api/v2/users', 'GET /healthz']);
    expect(apps[0].routes[0]).toMatchObject({
      guards: ['audit', 'admin', 'current_user', 'token'],
      list: true,
      async: true,
      handler: 'every',
      composedAt: { path: 'app/api/__init__.py', line: 7 },
    });
    expect(apps[0].middleware).toEqual([
      expect.objectContaining({
        name: 'fastapi.middleware.gzip.GZipMiddleware',
        path: 'app/setup.py',
        line: 5,
      }),
    ]);
  });

  it('leaves out a router that no application includes, and keeps applications apart', async () => {
    const apps = await read({
      'a.py': `
from fastapi import FastAPI, APIRouter
router = APIRouter()

@router.get("/health")
def health(): ...

app = FastAPI()

@app.get("/x")
def x(): ...

def make():
    other = FastAPI(openapi_url=None)

    @other.get("/health")
    def alive(): ...
    return other
`,
    });
    expect(apps.map(app => app.id)).toEqual(['a.py:app', 'a.py:other']);
    expect(routesOf(apps, 0)).toEqual(['GET /x']);
    expect(routesOf(apps, 1)).toEqual(['GET /health']);
    expect(apps[1].features.map(item => item.kind)).toEqual(['openapi-off']);
  });

  it('reads Flask with blueprints, factories and extensions', async () => {
    const apps = await read({
      'shop/__init__.py': `
from flask import Flask
from shop.extensions import cors, limiter
from shop.users import bp

def create_app():
    app = Flask(__name__)
    cors.init_app(app, supports_credentials=True)
    for extension in (limiter, cors.other):
        extension.init_app(app)
    app.register_blueprint(bp, url_prefix="/api/v1/users")

    @app.after_request
    def headers(response):
        response.headers["X-Frame-Options"] = "DENY"
        return response
    return app
`,
      'shop/extensions.py': `
from flask_cors import CORS
from flask_limiter import Limiter
cors = CORS(origins="*")
limiter = Limiter()
`,
      'shop/users.py': `
from flask import Blueprint
bp = Blueprint("users", __name__, url_prefix="/users")

@bp.route("/<int:user_id>", methods=["GET", "DELETE"])
@login_required
def one(user_id): ...
`,
    });
    expect(routesOf(apps)).toEqual([
      'DELETE /api/v1/users/{user_id}',
      'GET /api/v1/users/{user_id}',
    ]);
    expect(apps[0].routes[0].guards).toContain('login_required');
    expect(apps[0].middleware.map(item => item.name).sort()).toEqual([
      'flask_cors.CORS',
      'flask_limiter.Limiter',
      'headers',
    ]);
    const [cors] = apps[0].middleware.filter(
      item => item.name === 'flask_cors.CORS',
    );
    expect(cors.args.map(item => [item.name, item.value])).toEqual([
      ['origins', '*'],
      ['supports_credentials', true],
    ]);
  });

  it('reads the production settings of Django and its URLs', async () => {
    const apps = await read({
      'manage.py': `
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings.dev")
`,
      'site1/__init__.py': '',
      'site1/settings/__init__.py': '',
      'site1/settings/base.py': `
INSTALLED_APPS = ["django.contrib.admin", "rest_framework"]
ROOT_URLCONF = "site1.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "site1.middleware.Own",
]
REST_FRAMEWORK = {"DEFAULT_VERSIONING_CLASS": "rest_framework.versioning.AcceptHeaderVersioning"}
SECURE_HSTS_SECONDS = 0
`,
      'site1/settings/dev.py': `
from .base import *
CORS_ALLOW_ALL_ORIGINS = True
`,
      'site1/settings/production.py': `
from .base import *
SECURE_HSTS_SECONDS = 31536000
`,
      'site1/middleware.py': `
class Own:
    def __call__(self, request): ...
`,
      'site1/urls.py': `
from django.urls import include, path
from rest_framework.routers import DefaultRouter
from site1 import listing
from site1.views import ItemViewSet, ping, Report

router = DefaultRouter()
router.register(r"items", ItemViewSet)

urlpatterns = [
    path("api/", include(router.urls)),
    path("health/", ping),
    path("reports/<int:pk>/", Report.as_view()),
    path("nested/", include("site1.nested")),
    path("listing", listing.urls),
]
`,
      'site1/listing.py': 'def urls(request): ...\n',
      'site1/nested.py': `
from django.urls import path
from site1.views import ping
urlpatterns = [path("ping", ping)]
`,
      'site1/views.py': `
from rest_framework.viewsets import ReadOnlyModelViewSet
from rest_framework.views import APIView

class ItemViewSet(ReadOnlyModelViewSet):
    permission_classes = [IsAuthenticated]

class Report(APIView):
    def post(self, request): ...

def ping(request): ...
`,
    });
    expect(apps).toHaveLength(1);
    expect(routesOf(apps).sort()).toEqual([
      '* /health',
      '* /listing',
      '* /nested/ping',
      'GET /api/items',
      'GET /api/items/{pk}',
      'POST /reports/{pk}',
    ]);
    expect(
      apps[0].settings.find(item => item.name === 'SECURE_HSTS_SECONDS'),
    ).toMatchObject({
      value: 31536000,
      path: 'site1/settings/production.py',
    });
    expect(
      apps[0].settings.find(item => item.name === 'CORS_ALLOW_ALL_ORIGINS'),
    ).toBeUndefined();
    expect(apps[0].middleware[1].definedAt).toEqual([
      { path: 'site1/middleware.py', line: 2, endLine: 3 },
    ]);
    expect(apps[0].features.map(item => item.kind)).toEqual(['api-versioning']);
  });

  it('reads routes of FastAPI from tables, and one application made in two branches', async () => {
    const apps = await read({
      'web.py': `
from fastapi import APIRouter, Depends, FastAPI

VERSION = "4"

class Api:
    def __init__(self, args):
        if args.password:
            self.app = FastAPI(dependencies=[Depends(self.authenticate)])
        else:
            self.app = FastAPI()
        self.app.include_router(self.router())

    def router(self):
        base = f"/api/{VERSION}"
        router = APIRouter()
        routes = {
            f"{base}/config/{{section}}": self.config,
            f"{base}/all": self.everything,
        }
        for path, endpoint in routes.items():
            router.add_api_route(path, endpoint)
        router.add_api_route(f"{base}/clear", self.clear, methods=["POST"])
        return router

    async def config(self): ...
    def everything(self, limit: int): ...
    def clear(self): ...
`,
    });
    expect(apps).toHaveLength(1);
    expect(routesOf(apps)).toEqual([
      'GET /api/4/all',
      'GET /api/4/config/{section}',
      'POST /api/4/clear',
    ]);
    expect(apps[0].routes.map(item => [item.async, item.parameters])).toEqual([
      [false, ['self', 'limit']],
      [true, ['self']],
      [false, ['self']],
    ]);
    expect(apps[0].routes[0].guardedBy).toEqual([]);
  });

  it('reads routers that a loop includes', async () => {
    const apps = await read({
      'app/main.py': `
from fastapi import FastAPI
from app.routers import build, ROUTERS, TABLE

app = FastAPI()
app.include_router(build(), prefix="/api")
for router in ROUTERS:
    app.include_router(router)
for prefix, router in TABLE.items():
    app.include_router(router, prefix=prefix)
`,
      'app/routers/__init__.py': `
from fastapi import APIRouter
from app.routers import orders, users
from app.routers.users import router as users_router

ROUTERS = [users_router, orders.router]
TABLE = {"/v2": orders.router}

def build() -> APIRouter:
    router = APIRouter()
    for module in (orders, users):
        router.include_router(module.router)
    return router
`,
      'app/routers/orders.py': `
from fastapi import APIRouter
router = APIRouter(prefix="/orders")

@router.get("/")
def orders(): ...
`,
      'app/routers/users.py': `
from fastapi import APIRouter
router = APIRouter(prefix="/users")

@router.get("/")
def users(): ...
`,
    });
    expect(apps[0].partial).toEqual([]);
    expect(routesOf(apps).sort()).toEqual([
      'GET /api/orders',
      'GET /api/users',
      'GET /orders',
      'GET /users',
      'GET /v2/orders',
    ]);
  });

  it('reads blueprints that a loop registers', async () => {
    const apps = await read({
      'app/__init__.py': `
from flask import Flask
from app import admin
from app.api import bp as api_bp
from app.auth import bp as auth_bp

def create_app():
    app = Flask(__name__)
    register(app)
    return app

def register(app):
    for blueprint, prefix in ((api_bp, "/api/v1"), (auth_bp, "/auth")):
        app.register_blueprint(blueprint, url_prefix=prefix)
    for module in [admin]:
        app.register_blueprint(module.bp)
`,
      'app/api.py':
        'from flask import Blueprint\nbp = Blueprint("api", __name__)\n\n@bp.get("/posts")\ndef posts(): ...\n',
      'app/auth.py':
        'from flask import Blueprint\nbp = Blueprint("auth", __name__)\n\n@bp.post("/login")\ndef login(): ...\n',
      'app/admin.py':
        'from flask import Blueprint\nbp = Blueprint("admin", __name__, url_prefix="/admin")\n\n@bp.post("/users")\ndef users(): ...\n',
    });
    expect(apps[0].partial).toEqual([]);
    expect(routesOf(apps).sort()).toEqual([
      'GET /api/v1/posts',
      'POST /admin/users',
      'POST /auth/login',
    ]);
  });

  it('reads subclasses of Flask, tables of rules and inherited methods of views', async () => {
    const apps = await read({
      'shop/__init__.py': `
import flask
from shop import views

class Shop(flask.Flask):
    def __init__(self):
        flask.Flask.__init__(self, __name__)
        for endpoint, rule in [("items", "/items"), ("bills", "/bills/<int:pk>")]:
            self.add_url_rule(rule, view_func=getattr(views, endpoint))
        self.add_url_rule("/stock", view_func=views.Stock.as_view("stock"))

def make():
    app = Shop()
    return app
`,
      'shop/views.py': `
from flask.views import MethodView

class Base(MethodView):
    def get(self): ...
    def post(self): ...
    def delete(self):
        raise MethodNotAllowed()

class Stock(Base):
    def post(self):
        return super().post()
`,
    });
    expect(apps).toHaveLength(1);
    expect(routesOf(apps).sort()).toEqual([
      'GET /bills/{pk}',
      'GET /items',
      'GET /stock',
      'POST /stock',
    ]);
  });

  it('lays settings of Django over each other', async () => {
    const [app] = await read({
      'site1/settings/__init__.py': `
import sys
from site1.settings.defaults import *
if sys.argv[1:2] == ["test"]:
    from site1.settings.testing import *
else:
    from site1.settings.selected import *
`,
      'site1/settings/defaults.py': `
BASE_MIDDLEWARE = ["a.First"]
THIRD = ("c.Third",)
MIDDLEWARE = [*BASE_MIDDLEWARE, "b." "Second"] + list(THIRD)
OWN_APPS = ["site1.bills"]
INSTALLED_APPS = ["django.contrib.auth"] + OWN_APPS
ROOT_URLCONF = "site1.urls"
`,
      'site1/settings/testing.py': 'SESSION_COOKIE_SECURE = False\n',
      'site1/settings/production.py': `
DATA = ""
from site1.settings.paths import *
MIDDLEWARE += ["d.Fourth"]
MIDDLEWARE.insert(0, "e.Fifth")
if DEBUG:
    MIDDLEWARE.append("f.OnlyInDevelopment")
SESSION_COOKIE_SECURE = True
`,
      'site1/settings/paths.py': 'DATA = "/var/lib/site"\n',
      'site1/urls.py': `
from django.conf import settings
from django.urls import include, path, re_path as url
from site1 import views
urlpatterns = [path("ping/", views.ping)]
if settings.TESTING:
    urlpatterns += [path("reset/", views.reset)]
if settings.DEBUG:
    urlpatterns = [path("debug/", views.reset)] + urlpatterns
if settings.BILLING:
    urlpatterns += [path("bills/", views.ping)]
urlpatterns += [url(r"^{mount}accounts/login/?$".format(mount=settings.MOUNT), views.ping)]
urlpatterns += [path(settings.MOUNT, include("site1.more")), path("more/", include("site1.more"))]
`,
      'site1/more.py':
        'from django.urls import path\nfrom site1 import views\nurlpatterns = [path("info/", views.ping)]\n',
      'site1/views.py': 'def ping(request): ...\ndef reset(request): ...\n',
    });
    expect(app.middleware.map(item => item.name)).toEqual([
      'a.First',
      'b.Second',
      'c.Third',
      'd.Fourth',
      'e.Fifth',
    ]);
    expect(
      app.settings.find(item => item.name === 'SESSION_COOKIE_SECURE')?.path,
    ).toBe('site1/settings/production.py');
    expect(
      app.settings.find(item => item.name === 'INSTALLED_APPS'),
    ).toMatchObject({
      value: ['django.contrib.auth', 'site1.bills'],
      text: '["django.contrib.auth", "site1.bills"]',
    });
    expect(app.settings.find(item => item.name === 'DATA')?.path).toBe(
      'site1/settings/paths.py',
    );
    expect(routesOf([app])).toEqual([
      '* /more/info',
      '* /ping',
      '* /bills',
      '* /{…}/accounts/login',
    ]);
  });

  it('reads Express routers, factories and chains', async () => {
    const apps = await read({
      'src/index.js': `
const express = require('express');
const users = require('./users');
const { items } = require('./items');
const app = express();
app.use(require('helmet')());
app.use('/api/users', auth, users);
app.use('/api/v1', items());
app.get('/status', (req, res) => res.send('ok'));
app.listen(3000);
`,
      'src/users.js': `
const router = require('express').Router();
router.route('/:id').get(show).put(change);
module.exports = router;
`,
      'src/items.js': `
const { Router } = require('express');
function items() {
  const router = Router();
  router.get('/items', (req, res) => db.item.findMany());
  return router;
}
module.exports = { items };
`,
    });
    expect(apps).toHaveLength(1);
    expect(routesOf(apps).sort()).toEqual([
      'GET /api/users/{id}',
      'GET /api/v1/items',
      'GET /status',
      'PUT /api/users/{id}',
    ]);
    expect(
      apps[0].routes.find(route => route.fullPath === '/api/v1/items')?.list,
    ).toBe(true);
  });

  it('reads NestJS from its bootstrap', async () => {
    const apps = await read({
      'src/main.ts': `
import { NestFactory } from '@nestjs/core';
import { VersioningType } from '@nestjs/common';
import helmet from 'helmet';
import { AppModule } from './app.module';
async function bootstrap() {
  const app = await NestFactory.create(AppModule, { cors: true });
  app.setGlobalPrefix('api', { exclude: ['health'] });
  app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
  app.use(helmet());
  await app.listen(3000);
}
bootstrap();
`,
      'src/app.module.ts': `
import { Module } from '@nestjs/common';
import { CatsModule } from './cats.module';
import { HealthController } from './health';
@Module({ imports: [CatsModule], controllers: [HealthController] })
export class AppModule {}
`,
      'src/cats.module.ts': `
import { Controller, Get, Module, Post, UseGuards } from '@nestjs/common';
@UseGuards(JwtGuard)
@Controller('cats')
export class CatsController {
  @Get()
  async all(): Promise<Cat[]> { return []; }
  @Post(':id/feed')
  feed() {}
}
@Module({ controllers: [CatsController] })
export class CatsModule {}
`,
      'src/health.ts': `
import { Controller, Get, VERSION_NEUTRAL } from '@nestjs/common';
@Controller({ path: 'health', version: VERSION_NEUTRAL })
export class HealthController {
  @Get()
  check() {}
}
`,
    });
    expect(apps).toHaveLength(1);
    expect(routesOf(apps).sort()).toEqual([
      'GET /api/v1/cats',
      'GET /health',
      'POST /api/v1/cats/{id}/feed',
    ]);
    expect(apps[0].routes.find(route => route.list)?.fullPath).toBe(
      '/api/v1/cats',
    );
    expect(apps[0].middleware.map(item => item.name)).toEqual([
      'nestjs.enableCors',
      'helmet',
    ]);
  });

  it('reads Next.js routes and headers', async () => {
    const apps = await read({
      'package.json': '{"dependencies":{"next":"15.0.0"}}',
      'next.config.js': `
module.exports = {
  async headers() {
    return [{ source: '/(.*)', headers: [{ key: 'X-Frame-Options', value: 'DENY' }] }];
  },
};
`,
      'app/(shop)/items/[id]/page.tsx':
        'export default function Page() { return null; }',
      'app/api/health/route.ts':
        'export async function GET() { return Response.json({}); }',
      'pages/api/old.ts': 'export default function handler(req, res) {}',
    });
    expect(routesOf(apps).sort()).toEqual([
      '* /api/old',
      'GET /api/health',
      'GET /items/{id}',
    ]);
    expect(apps[0].middleware[0]).toMatchObject({
      prefix: '/(.*)',
      line: 4,
      args: [{ name: 'X-Frame-Options', value: 'DENY' }],
    });
  });

  it('reads Spring controllers and starters', async () => {
    const apps = await read({
      'pom.xml':
        '<project><dependencies>\n<dependency><artifactId>spring-boot-starter-actuator</artifactId></dependency>\n<dependency><artifactId>spring-boot-starter-security</artifactId></dependency></dependencies></project>',
      'src/main/resources/application.yml':
        'server:\n  servlet:\n    context-path: /shop\n',
      'src/main/java/shop/Application.java': `
package shop;
import org.springframework.boot.SpringApplication;
@SpringBootApplication
public class Application {
  public static void main(String[] args) { SpringApplication.run(Application.class, args); }
}
`,
      'src/main/java/shop/ItemController.java': `
package shop;
import org.springframework.web.bind.annotation.*;
@RestController
@RequestMapping("/api/v1/items")
public class ItemController {
  @GetMapping(produces = "application/json")
  public List<Item> all() { return null; }
  @PostMapping("/{id}")
  @PreAuthorize("hasRole('ADMIN')")
  public Item change(@PathVariable String id) { return null; }
}
`,
    });
    expect(apps).toHaveLength(1);
    expect(routesOf(apps)).toEqual([
      'GET /shop/api/v1/items',
      'POST /shop/api/v1/items/{id}',
    ]);
    expect(apps[0].routes[0].list).toBe(true);
    expect(apps[0].features).toEqual([
      expect.objectContaining({ kind: 'health', path: 'pom.xml', line: 2 }),
    ]);
    expect(apps[0].middleware[0].name).toBe(
      'org.springframework.security.headers',
    );
  });

  it('reads Go routers', async () => {
    const apps = await read({
      'go.mod': 'module example.com/shop\n',
      'main.go': `
package main

import (
	"net/http"
	"github.com/go-chi/chi/v5"
)

func main() {
	r := chi.NewRouter()
	r.Use(secure)
	r.Get("/healthz", health)
	r.Route("/api/v1", func(r chi.Router) {
		r.Get("/items", list)
		routes(r)
	})
	http.ListenAndServe(":8080", r)
}

func secure(next http.Handler) http.Handler { return next }
`,
      'routes.go': `
package main

import "github.com/go-chi/chi/v5"

func routes(router chi.Router) {
	router.Post("/items", create)
}
`,
    });
    expect(apps).toHaveLength(1);
    expect(routesOf(apps).sort()).toEqual([
      'GET /api/v1/items',
      'GET /healthz',
      'POST /api/v1/items',
    ]);
    expect(apps[0].middleware[0]).toMatchObject({ name: 'secure', line: 11 });
  });
});
