import { GuardUse, RouteFact } from '../applications/schema';

/**
 * What a guard does to a caller without identity: `yes` turns away, `writes` turns away unless the request only reads,
 * `no` lets through, `unclear` is something guard-like whose code is not in the tree, or that a setting switches on.
 *
 * @public
 */
export type Rejection = 'yes' | 'writes' | 'no' | 'unclear';

/** @public */
export interface GuardVerdict {
  rejects: Rejection;
  /** Asks for a role, a scope, a permission or ownership, not only for an identity. */
  privilege: boolean;
  /** Answers 403 only: it refuses callers that somebody else has identified. */
  refusal?: boolean;
  /** Opens the route on purpose: `AllowAny`, `permitAll`. */
  opens: boolean;
  /** Why, in a few words. */
  because: string;
  /** Own code that decides. */
  definedAt?: { path: string; line: number };
}

/**
 * Something before a handler with what it does.
 *
 * @public
 */
export interface JudgedGuard {
  use: GuardUse;
  verdict: GuardVerdict;
}

/**
 * Who may call a route.
 *
 * @public
 */
export interface RouteAccess {
  route: RouteFact;
  /** Whether a caller has to prove who they are. `unclear` rests on code that is not in the tree. */
  authentication: 'required' | 'open' | 'unclear';
  /** Whether a role, scope, permission or ownership is asked for. `unclear` rests on code that is not in the tree. */
  authorization: 'required' | 'none' | 'unclear';
  /** What decides, outermost first; for an open route what opens it on purpose. */
  by: JudgedGuard[];
  /** Everything wired before the handler, also what turns nobody away. */
  before: JudgedGuard[];
}

/** @public */
export interface ApplicationAccess {
  /** `id` of the application. */
  application: string;
  routes: RouteAccess[];
  /** Server actions of Next.js by what they ask themselves: middleware looks at the pages that they are called from. */
  actions: RouteAccess[];
}

/** @public */
export interface Access {
  applications: ApplicationAccess[];
}
