/** @public */
export interface ResponseHeaderFact {
  /** Lower case. */
  name: string;
  /** As far as it could be computed. */
  value?: string;
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
