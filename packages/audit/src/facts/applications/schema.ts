import { Language } from '../inventory/schema';
import { ArgumentFact } from '../../syntax/schema';

/** @public */
export type Framework =
  | 'fastapi'
  | 'starlette'
  | 'flask'
  | 'django'
  | 'express'
  | 'fastify'
  | 'nestjs'
  | 'nextjs'
  | 'spring'
  | 'go-http';

/**
 * A span of lines in a file.
 *
 * @public
 */
export interface SpanFact {
  path: string;
  line: number;
  endLine: number;
}

/**
 * Middleware, plugin or framework setting that is attached to an application, in order.
 *
 * @public
 */
export interface MiddlewareFact {
  /** Resolved name: `starlette.middleware.cors.CORSMiddleware`, `helmet`, `django.middleware.security.SecurityMiddleware`. */
  name: string;
  path: string;
  line: number;
  endLine: number;
  args: ArgumentFact[];
  /** Path prefix it is limited to. */
  prefix?: string;
  /** Only registered under an environment condition, as written. */
  condition?: string;
  /** The condition holds outside of production only. */
  developmentOnly?: boolean;
  /** Own code that it runs: a class, a function, or the place itself for one written in line. */
  definedAt?: SpanFact[];
}

/**
 * Something that runs before a handler, as it is wired. Who may call a route is judged from these (see `access`).
 *
 * @public
 */
export interface GuardUse {
  /** Expression as written: `get_current_user`, `RequireRole("admin")`, `passport.authenticate('jwt')`. */
  text: string;
  /** What kind of thing the framework takes it for, which decides how it is read. */
  how:
    | 'dependencies'
    | 'decorator'
    | 'middleware'
    | 'hook'
    | 'guard'
    | 'mixin'
    | 'permission'
    | 'exemption'
    | 'rule';
  path: string;
  line: number;
  /** Classes and functions around the place, for names that only hold there. */
  scope?: readonly string[];
  /** What it is attached to. */
  level: 'application' | 'router' | 'route';
  /** Address under which it holds, when not everywhere below what it is attached to. */
  prefix?: string;
  /** Own code behind it, where the reader of the framework knows it already. */
  definedAt?: SpanFact;
  /** Condition on a setting around the place, and the lines that it spans; an environment condition is none. */
  onlyIf?: { text: string; line: number; endLine: number };
  /** What a rule of the framework says by itself, where nothing has to be followed. */
  says?: 'required' | 'open' | 'privilege' | 'unclear';
}

/** @public */
export interface RouteFact {
  /** Upper case; `*` for any. */
  method: string;
  /** Composed of all prefixes: `/api/v1/users/{id}`. */
  fullPath: string;
  path: string;
  line: number;
  handler?: string;
  /** Lines of the handler, where it is own code that was found. */
  body?: SpanFact;
  /** Parameters of the handler by name. */
  parameters: string[];
  /** Guards as written, its own and inherited ones. */
  guards: string[];
  /** The same with their places, outermost first, and what only guards. */
  guardedBy: GuardUse[];
  async: boolean;
  /** Answers a collection. */
  list: boolean;
  /** Calls that include, mount or register what it belongs to, outermost first. */
  attachedAt?: { path: string; line: number }[];
  /** Call that puts it under its prefix, when that is not the route itself. */
  composedAt?: { path: string; line: number };
}

/**
 * Something that the framework or a library does for the whole application once it is wired.
 *
 * @public
 */
export interface FeatureFact {
  kind:
    | 'api-versioning'
    | 'openapi'
    | 'openapi-off'
    | 'health'
    | 'etag'
    | 'etag-off'
    | 'authentication';
  path: string;
  line: number;
  /** What it is, in a few words. */
  note: string;
  /** Holds outside of production only. */
  developmentOnly?: boolean;
}

/**
 * A setting of a framework that has such a thing as a settings module, after defaults.
 *
 * @public
 */
export interface FrameworkSetting extends ArgumentFact {
  name: string;
  path: string;
}

/**
 * One framework application object or server.
 *
 * @public
 */
export interface ApplicationFact {
  /** `<path>:<name>`, unique in the tree. */
  id: string;
  framework: Framework;
  language: Language;
  /** Variable that holds it, where there is one. */
  name?: string;
  path: string;
  line: number;
  endLine: number;
  /** Folder of the part that it belongs to. */
  part: string;
  /** In the order in which they are registered. */
  middleware: MiddlewareFact[];
  routes: RouteFact[];
  /** Server actions of Next.js, which the browser calls by their id; the name stands in for an address. */
  actions?: RouteFact[];
  features: FeatureFact[];
  /** Settings of the framework: `SECURE_HSTS_SECONDS` of Django, arguments of the constructor of others. */
  settings: FrameworkSetting[];
  /** Answers HTML pages. */
  servesPages: boolean;
  /** Mounted inside another application; what surrounds that one surrounds it too. */
  mountedIn?: string;
  /** What was only partly understood; results that rest on it lose a step of confidence. */
  partial: string[];
}

/** @public */
export interface Applications {
  applications: ApplicationFact[];
}
