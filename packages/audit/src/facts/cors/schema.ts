/**
 * An origin, or a pattern for origins, that may be allowed.
 *
 * @public
 */
export interface OriginFact {
  value: string;
  path: string;
  line: number;
  /** Where the value comes from: written down, or used when a setting or variable is not given. */
  source: 'literal' | 'setting-default' | 'environment-default';
  /** Setting or variable that it is the default of. */
  name?: string;
  /** A regular expression or a pattern with `*`. */
  pattern: boolean;
  /** Used outside of production only. */
  developmentOnly: boolean;
  /** A validator of the setting refuses it. */
  refused: boolean;
}

/**
 * One CORS configuration.
 *
 * @public
 */
export interface CorsFact {
  /** Application, or the site of a proxy. */
  subject: string;
  application?: string;
  /** Library or proxy. */
  by: string;
  path: string;
  line: number;
  endLine: number;
  origins: OriginFact[];
  /** The caller's origin is sent back whatever it is. */
  reflects?: { path: string; line: number; note: string };
  /** Part of the origins comes from somewhere that could not be followed, such as a required setting. */
  dynamic: boolean;
  /** `undefined` when it could not be computed. */
  credentials: boolean | undefined;
  allMethods: boolean;
  allHeaders: boolean;
  developmentOnly: boolean;
  /** Another configuration that is applied later replaces it. */
  overridden: boolean;
}

/** @public */
export interface Cors {
  configurations: CorsFact[];
}
