import { Place } from '@readiness/plugin-readiness-common';

/** What keeps callers from asking too often. */
export interface LimitFact {
  /** In a few words: `limiter.limit("5/minute")`, `SlowAPIMiddleware`. */
  name: string;
  /**
   * `route` is for this route or its router, `application` for everything, `account` counts failures of one account,
   * `proxy` stands in front.
   */
  scope: 'route' | 'application' | 'account' | 'proxy';
  path: string;
  line: number;
}

/** @public */
export interface RouteLimits {
  method: string;
  fullPath: string;
  path: string;
  line: number;
  limits: LimitFact[];
}

/** @public */
export interface ApplicationLimits {
  /** `id` of the application. */
  application: string;
  /** Same order as the routes of the application. */
  routes: RouteLimits[];
}

/** @public */
export interface Limits {
  applications: ApplicationLimits[];
  /** A limit in a proxy, gateway or firewall of the tree. */
  proxy?: Place;
}
