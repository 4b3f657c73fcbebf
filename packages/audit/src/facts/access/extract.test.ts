import { extractFacts } from '../../testing/extractFacts';
import { access } from './extract';
import { marked } from './nestMarks';
import { readNextMiddleware } from './nextMiddleware';
import { holdsAt, pathRules } from './pathRules';
import { codeOf, signalsOf } from './signals';

/** `GET /x` → `required`, `open` or `unclear`, with `+role` where more than an identity is asked for. */
async function read(files: Record<string, string>) {
  const { facts } = await extractFacts(access, files);
  return Object.fromEntries(
    facts.applications.flatMap(app =>
      app.routes.map(item => [
        `${item.route.method} ${item.route.fullPath}`,
        item.authentication +
          (item.authorization === 'required' ? '+role' : ''),
      ]),
    ),
  );
}

describe('access', () => {
  it('tells guards that a setting switches on from guards that always run', async () => {
    expect(
      await read({
        'server.js': `
const express = require('express');
const basicAuth = require('express-basic-auth');
const config = require('./config');
const app = express();
app.post('/before', (req, res) => res.end());
if (config.admin) {
  app.use('/admin', basicAuth({ users: config.users }));
  app.post('/admin/jobs', (req, res) => res.end());
}
if (config.useBasicAuth) {
  app.use(basicAuth({ users: config.users }));
}
app.post('/items', (req, res) => res.end());
if (process.env.NODE_ENV === 'production') {
  app.use('/shop', basicAuth({ users: config.users }));
}
app.post('/shop/items', (req, res) => res.end());
app.listen(3000);
`,
      }),
    ).toEqual({
      'POST /before': 'open',
      'POST /admin/jobs': 'required',
      'POST /items': 'unclear',
      'POST /shop/items': 'required',
    });
  });

  it('reads helpers that call themselves and each other', async () => {
    expect(
      await read({
        'server.js': `
const express = require('express');
const app = express();

function checkAll(nodes) {
  nodes.forEach(node => checkAll(node.children));
}
function requireLeft(user) { return requireRight(user); }
function requireRight(user) { return requireLeft(user); }

app.post('/tree', (req, res) => { checkAll(req.body); res.end(); });
app.post('/pair', requireLeft, (req, res) => res.end());
app.listen(3000);
`,
      }),
    ).toEqual({ 'POST /tree': 'open', 'POST /pair': 'open' });
  });

  it('follows dependencies of FastAPI to where they turn a caller away', async () => {
    expect(
      await read({
        'main.py': `
from fastapi import Depends, FastAPI, Security
from auth import CurrentUser, KEYS, PROTECTED, current_user, optional_user, require

app = FastAPI()

@app.get("/plain")
def plain(db=Depends(get_db)): ...

@app.get("/alias")
def alias(user: CurrentUser): ...

@app.get("/optional")
def optional(user=Depends(optional_user)): ...

@app.post("/list", dependencies=PROTECTED)
def listed(): ...

@app.post("/factory", dependencies=[Depends(require("editor"))])
def factory(): ...

@app.post("/scopes", dependencies=[Security(current_user, scopes=["x"])])
def scopes(): ...

@app.post("/instance", dependencies=[Depends(KEYS)])
def instance(): ...

@app.post("/inside")
def inside(request):
    if not request.headers.get("x"):
        raise HTTPException(401)

@app.post("/compared")
def compared(answer):
    if answer.status_code == 401:
        return None

def get_db(): ...
`,
        'auth.py': `
from typing import Annotated
from fastapi import Depends, HTTPException
from fastapi.security import APIKeyHeader, HTTPBearer

bearer = HTTPBearer(auto_error=False)

def optional_user(token=Depends(bearer)):
    """Never answers 401."""
    return token and find(token)

def current_user(user=Depends(optional_user)):
    if user is None:
        raise HTTPException(status_code=401)
    return user

def require(role):
    def check(user=Depends(current_user)):
        if user.role != role:
            raise HTTPException(status_code=403)
    return check

class Keys:
    def __call__(self, key=Depends(APIKeyHeader(name="x-key"))):
        return key

KEYS = Keys()
PROTECTED = [Depends(current_user)]
CurrentUser = Annotated[dict, Depends(current_user)]
`,
      }),
    ).toEqual({
      'GET /plain': 'open',
      'GET /alias': 'required',
      'GET /optional': 'open',
      'POST /list': 'required',
      'POST /factory': 'required+role',
      'POST /scopes': 'required+role',
      'POST /instance': 'required',
      'POST /inside': 'required',
      'POST /compared': 'open',
    });
  });

  it('keeps the order of Express, and follows modules, objects and wrappers', async () => {
    expect(
      await read({
        'app.js': `
const express = require('express');
const auth = require('./auth');
const whole = require('./whole');
const { protect, restrictTo } = require('./auth');
const app = express();
app.get('/before', handler);
app.get('/optional', auth.optional, handler);
app.post('/whole', whole, handler);
app.post('/roles', protect, restrictTo('admin'), handler);
app.use('/area', auth.required);
app.post('/area/x', handler);
app.use((err, req, res, next) => res.status(401).end());
app.post('/after-errors', handler);
function handler(req, res) { res.json([]); }
`,
        'auth.js': `
const jwt = require('express-jwt');
const wrap = fn => (req, res, next) => fn(req, res, next).catch(next);
exports.required = jwt({ secret: 'x' });
exports.optional = jwt({ secret: 'x', credentialsRequired: false });
exports.protect = wrap(async (req, res, next) => {
  if (!req.headers.authorization) {
    return next(new AppError('sign in', 401));
  }
  next();
});
exports.restrictTo = (...roles) => (req, res, next) =>
  roles.includes(req.user.role) ? next() : res.sendStatus(403);
`,
        'whole.js': `
module.exports = (req, res, next) => {
  if (!req.user) return res.status(401).end();
  next();
};
`,
      }),
    ).toEqual({
      'GET /before': 'open',
      'GET /optional': 'open',
      'POST /whole': 'required',
      'POST /roles': 'required+role',
      'POST /area/x': 'required',
      'POST /after-errors': 'open',
    });
  });

  it('knows mounted applications and routers of libraries', async () => {
    expect(
      await read({
        'main.py': `
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from sqladmin import Admin
from auth import backend, fastapi_users

app = FastAPI()
app.include_router(fastapi_users.get_auth_router(backend), prefix="/auth/jwt")
app.include_router(fastapi_users.get_users_router(Read, Update), prefix="/users")
admin = Admin(app, engine)

internal = FastAPI()

@internal.middleware("http")
async def only_internal(request: Request, call_next):
    if request.headers.get("X-Internal-Token") != TOKEN:
        return JSONResponse({}, status_code=403)
    return await call_next(request)

@internal.post("/flush")
async def flush(): ...

app.mount("/internal", internal)

@app.post("/open")
def opened(): ...
`,
      }),
    ).toMatchObject({
      'POST /auth/jwt/login': 'open',
      'POST /auth/jwt/logout': 'required',
      'PATCH /users/me': 'required',
      'DELETE /users/{id}': 'required+role',
      'POST /admin/*': 'open',
      'POST /internal/flush': 'required',
      'POST /open': 'open',
    });
  });

  it('reads hooks, decorators and view classes of Flask', async () => {
    expect(
      await read({
        'app.py': `
from flask import Blueprint, Flask
from flask.views import MethodView
from flask_jwt_extended import jwt_required
from flask_restx import Api, Namespace, Resource

app = Flask(__name__)
api = Api(app)
users = Namespace("users")
api.add_namespace(users)
bp = Blueprint("admin", __name__, url_prefix="/admin")

@bp.before_request
@jwt_required()
def protect():
    pass

@bp.post("/stats")
def stats(): ...

app.register_blueprint(bp)

@users.route("/<int:user_id>")
class User(Resource):
    method_decorators = [jwt_required()]
    def delete(self, user_id): ...

class Deletion(MethodView):
    def post(self):
        if not may("delete"):
            raise Forbidden()

class PlainDeletion(Deletion):
    permanent = True

class RestDeletion(PlainDeletion):
    def post(self):
        return super().post()

app.add_url_rule("/deletions", view_func=RestDeletion.as_view("deletions"))

class Item(MethodView):
    @jwt_required(optional=True)
    def get(self): ...
    @jwt_required()
    def post(self): ...

app.add_url_rule("/items", view_func=Item.as_view("items"))
`,
      }),
    ).toEqual({
      'POST /admin/stats': 'required',
      'DELETE /users/{user_id}': 'required',
      'POST /deletions': 'required',
      'GET /items': 'open',
      'POST /items': 'required',
    });
  });

  it('does not take for a guard what only turns away some of the known callers', async () => {
    expect(
      await read({
        'app.py': `
from flask import Flask, abort, g, redirect, request, url_for

app = Flask(__name__)

@app.before_request
def set_request():
    g.user = find_user(request)
    if g.user:
        if request.method != "GET":

            if g.user.name in g.repo.blocked:
                abort(403)

@app.post("/notes")
def notes(): ...

@app.post("/comments")
def comments():
    if g.user and g.user.muted:
        abort(403)
    elif not g.user:
        return redirect(url_for("login"))
`,
      }),
    ).toEqual({ 'POST /notes': 'open', 'POST /comments': 'required' });
  });

  it('knows the default of the REST framework, and permissions that decide by action', async () => {
    expect(
      await read({
        'p/settings.py': `
ROOT_URLCONF = "p.urls"
INSTALLED_APPS = ["rest_framework"]
MIDDLEWARE = []
`,
        'p/urls.py': `
from django.urls import path
from p import views

urlpatterns = [
    path("plain/", views.Plain.as_view()),
    path("own/", views.Own.as_view()),
    path("asked/", views.Asked.as_view()),
    path("staff/", views.staff),
]
`,
        'p/views.py': `
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import BasePermission, IsAdminUser
from rest_framework.views import APIView

class SignedIn(BasePermission):
    def has_permission(self, request, view):
        return request.user.is_authenticated

class Plain(APIView):
    def get(self, request): ...

class Own(APIView):
    permission_classes = [SignedIn]
    def get(self, request): ...

class Asked(APIView):
    def get_permissions(self):
        return [IsAdminUser()]
    def post(self, request): ...

@api_view(["POST"])
@permission_classes([IsAdminUser])
def staff(request): ...
`,
      }),
    ).toEqual({
      'GET /plain': 'open',
      'GET /own': 'required',
      'POST /asked': 'required+role',
      'POST /staff': 'required+role',
    });
  });

  it('reads operations of django-ninja with the nearest authentication', async () => {
    expect(
      await read({
        'p/settings.py': 'ROOT_URLCONF = "p.urls"\nMIDDLEWARE = []\n',
        'p/urls.py': `
from django.urls import path
from p.api import api
urlpatterns = [path("api/", api.urls)]
`,
        'p/api.py': `
from ninja import NinjaAPI, Router
from ninja.security import django_auth
from p.orders import router as orders

api = NinjaAPI(auth=django_auth)
free = Router(auth=None)

@api.post("/login", auth=None)
def login(request, name: str): ...

@api.get("/items/{int:pk}")
def item(request, pk: int): ...

@free.get("/news")
def news(request): ...

api.add_router("/orders", orders)
api.add_router("/free", free)
api.add_router("/bills", "p.bills.router")
`,
        'p/orders.py':
          'from ninja import Router\nrouter = Router()\n\n@router.post("/")\ndef create(request, data: dict): ...\n',
        'p/bills.py':
          'from ninja import Router\nrouter = Router()\n\n@router.delete("/{pk}")\ndef delete(request, pk: int): ...\n',
      }),
    ).toEqual({
      'POST /api/login': 'open',
      'GET /api/items/{pk}': 'required',
      'GET /api/free/news': 'open',
      'POST /api/orders': 'required',
      'DELETE /api/bills/{pk}': 'required',
    });
  });

  it('follows default permissions that a setting names with their module', async () => {
    expect(
      await read({
        'p/settings.py': `
ROOT_URLCONF = "p.urls"
MIDDLEWARE = []
REST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": ["p.access.SignedIn"]}
`,
        'p/access.py': `
from django.conf import settings
from rest_framework.permissions import BasePermission

class SignedIn(BasePermission):
    def has_permission(self, request, view):
        return request.user.is_authenticated

class MayBe(BasePermission):
    def has_permission(self, request, view):
        return request.user.is_authenticated if settings.LOGIN else True
`,
        'p/urls.py': `
from django.urls import path
from p import views
urlpatterns = [
    path("a/", views.A.as_view()),
    path("b/", views.B.as_view()),
]
`,
        'p/views.py': `
from rest_framework.views import APIView
from p.access import MayBe

class A(APIView):
    def get(self, request): ...

class B(APIView):
    permission_classes = [MayBe]
    def get(self, request): ...
`,
      }),
    ).toEqual({ 'GET /a': 'required', 'GET /b': 'unclear' });
  });

  it('takes a guard of another package for unclear', async () => {
    expect(
      await read({
        'main.py': `
from acme_auth import require_employee
from acme_db import get_session
from fastapi import Depends, FastAPI

app = FastAPI()

@app.get("/a", dependencies=[Depends(require_employee)])
def a(): ...

@app.get("/b", dependencies=[Depends(get_session)])
def b(): ...
`,
      }),
    ).toEqual({ 'GET /a': 'unclear', 'GET /b': 'open' });
  });
});

describe('signals', () => {
  const python = (text: string) => signalsOf(codeOf(text, 'python'));

  it('does not take comments, documentation and comparisons for answers', () => {
    expect(python('# raises 401\nreturn user').rejects).toBe(false);
    expect(python('"""Answers 401."""\nreturn user').rejects).toBe(false);
    expect(python('if error.status == 401:\n    return None').rejects).toBe(
      false,
    );
    expect(python('except PermissionDenied:\n    return None').rejects).toBe(
      false,
    );
    expect(python('return jsonify(error="x"), 401').rejects).toBe(true);
  });

  it('stays fast on hostile text', () => {
    const started = Date.now();
    for (const text of [
      'redirect('.repeat(20_000),
      'if (!'.repeat(20_000),
      'except '.repeat(20_000),
      'catch ('.repeat(20_000),
    ]) {
      signalsOf(text);
    }
    expect(Date.now() - started).toBeLessThan(3_000);
  });
});

describe('path rules', () => {
  it('tells exemptions from areas', () => {
    const exempt = pathRules(
      'if path.startswith("/docs"):\n    return await call_next(request)\nraise X',
      new Map([['PUBLIC_PATHS', '["/login", "/signup"]']]),
    );
    expect(holdsAt(exempt, '/docs/x')).toBe(false);
    expect(holdsAt(exempt, '/login')).toBe(false);
    expect(holdsAt(exempt, '/orders')).toBe(true);
    const area = pathRules(
      'if path.startswith("/admin"):\n    check(request)\n    raise X\n',
      new Map(),
    );
    expect(holdsAt(area, '/admin/users')).toBe(true);
    expect(holdsAt(area, '/orders')).toBe(false);
  });
});

describe('Next.js middleware', () => {
  it('reads matchers and lists of routes', () => {
    const clerk = readNextMiddleware(
      `import { clerkMiddleware, createRouteMatcher } from '@clerk/nextjs/server';
const isPublicRoute = createRouteMatcher(['/sign-in(.*)', '/']);
export default clerkMiddleware(async (auth, request) => {
  if (!isPublicRoute(request)) {
    await auth.protect();
  }
});
export const config = { matcher: ['/((?!_next|static).*)'] };`,
      false,
    );
    expect(clerk.guards('/api/orders')).toBe(true);
    expect(clerk.guards('/sign-in/x')).toBe(false);
    expect(clerk.guards('/static/x')).toBe(false);
    const none = readNextMiddleware(
      `export { auth as middleware } from '@/auth';`,
      false,
    );
    expect(none.rejects).toBe(false);
  });
});

describe('guards of NestJS', () => {
  it('tells guards that marks open from guards that marks call for', () => {
    expect(
      marked('this.reflector.get(K); if (isPublic) { return true; } throw x;'),
    ).toEqual({ exempting: true, selective: false });
    expect(
      marked('this.reflector.get(K); if (!roles) { return true; }').selective,
    ).toBe(true);
  });
});
