/**
 * A flag of a cookie: `request` when it follows the scheme of the request, `conditional` when it depends on the
 * environment or on a setting.
 *
 * @public
 */
export type CookieFlag = 'on' | 'off' | 'conditional' | 'request';

/**
 * A cookie that server code sets, or the session cookie of a framework.
 *
 * @public
 */
export interface CookieFact {
  path: string;
  line: number;
  endLine: number;
  /** As written: `res.cookie`, `SESSION_COOKIE_SECURE`. */
  api: string;
  /** Name, where it could be computed; otherwise as written. */
  name: string;
  /** Session cookies of frameworks are credentials whatever they are called. */
  session: boolean;
  /** Names whose values arrive in it. */
  values: string[];
  httpOnly: CookieFlag;
  secure: CookieFlag;
  sameSite: CookieFlag;
  /** Seconds. */
  maxAge?: number;
  /** Options that could not be followed. */
  open: boolean;
  enclosing: string[];
}

/**
 * A token that is signed here (JSON Web Token).
 *
 * @public
 */
export interface SignedTokenFact {
  path: string;
  line: number;
  endLine: number;
  /** As written: `jwt.sign`. */
  api: string;
  /** `never`: nothing sets an end; `open`: something that could not be followed may. */
  expiry: 'set' | 'never' | 'open';
  /** Seconds of its life. */
  seconds?: number;
  /** Where the life is decided, when that is elsewhere. */
  decidedAt?: { path: string; line: number };
  enclosing: string[];
}

/**
 * A field of a persisted model, table or collection.
 *
 * @public
 */
export interface StoredFieldFact {
  /** Class or table. */
  owner: string;
  name: string;
  path: string;
  line: number;
}

/**
 * A persisted model with the fields that matter for tokens.
 *
 * @public
 */
export interface StoredModelFact {
  name: string;
  path: string;
  line: number;
  fields: StoredFieldFact[];
}

/**
 * Where a token that was made here, or one that a caller sent, meets the database.
 *
 * @public
 */
export interface TokenStorageFact {
  kind: 'write' | 'lookup';
  /** `User.access_token`, or the field alone where the model is not known. */
  subject: string;
  field: string;
  path: string;
  line: number;
  endLine: number;
  /** What made the value: `secrets.token_urlsafe`. */
  madeBy?: { name: string; path: string; line: number };
}

/**
 * An address that is built with a credential in it.
 *
 * @public
 */
export interface UrlCredentialFact {
  path: string;
  line: number;
  endLine: number;
  /** `user info`, or the query parameter. */
  where: string;
  /** The value as written: `settings.repo_token`. */
  what: string;
  /** Sockets and streams of events have no headers; links by mail work once. */
  kind: 'credential' | 'handshake' | 'one-time link';
  enclosing: string[];
}
