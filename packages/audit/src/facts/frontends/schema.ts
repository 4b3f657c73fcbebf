/** @public */
export type BrowserStore =
  | 'localStorage'
  | 'sessionStorage'
  | 'IndexedDB'
  | 'a cookie from script';

/**
 * A value that a script keeps in the browser.
 *
 * @public
 */
export interface StorageWrite {
  path: string;
  line: number;
  endLine: number;
  store: BrowserStore;
  /** Key, where it could be computed; otherwise as written. */
  key: string;
  /** Names whose values arrive in it: `user.accessToken`. */
  values: string[];
  /** Helper that writes, when the key or the value is given to it by somebody else. */
  through?: { path: string; line: number };
  enclosing: string[];
}

/**
 * Where a variable gets into what the browser downloads: a public prefix, or an option of the bundler.
 *
 * @public
 */
export interface PublicVariable {
  name: string;
  path: string;
  line: number;
  /** `read`: code of the application; `set`: an environment file, image or pipeline; `inlined`: the bundler's options. */
  how: 'read' | 'set' | 'inlined';
  /** What makes it public, in a few words. */
  because: string;
  class: string;
}

/** @public */
export interface Frontends {
  storageWrites: StorageWrite[];
  publicVariables: PublicVariable[];
}
