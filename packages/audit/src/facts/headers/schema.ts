/**
 * A Content-Security-Policy taken apart.
 *
 * @public
 */
export interface ContentPolicy {
  /** Sources by directive, both in lower case. */
  directives: Record<string, string[]>;
  reportOnly: boolean;
  /** Parts of it are computed and were not understood. */
  partial: boolean;
}

/** @public */
export interface ResponseHeaderFact {
  /** Lower case. */
  name: string;
  /** As far as it could be computed. */
  value?: string;
  /** Of a Content-Security-Policy, as far as it could be read. */
  policy?: ContentPolicy;
  path: string;
  line: number;
  /** What sets it: `helmet`, `SecurityMiddleware`, `proxy`, `own middleware`, `handler`. */
  by: string;
  /** Whether it is on every response or only on some. */
  scope: 'all' | 'some';
  /** Where the setting code is attached, when that is another place. */
  wiredAt?: { path: string; line: number };
}

/** @public */
export interface ApplicationHeaders {
  application: string;
  headers: ResponseHeaderFact[];
  /** What may set more and was not understood. */
  partial: string[];
}

/** @public */
export interface ResponseHeaders {
  applications: ApplicationHeaders[];
}

/**
 * A policy in a file that no code sets: `<meta>` of a page, configuration of a host for static files.
 *
 * @public
 */
export interface StaticPolicyFact {
  path: string;
  line: number;
  policy: ContentPolicy;
  by: 'meta' | 'hosting';
}
