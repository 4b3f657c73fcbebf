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
  /** Parameters of the handler by name. */
  parameters: string[];
  /** Guards as written, its own and inherited ones. */
  guards: string[];
  async: boolean;
  /** Answers a collection. */
  list: boolean;
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
  middleware: MiddlewareFact[];
  routes: RouteFact[];
  /** Answers HTML pages. */
  servesPages: boolean;
  /** What was only partly understood; results that rest on it lose a step of confidence. */
  partial: string[];
}

/** @public */
export interface Applications {
  applications: ApplicationFact[];
}
