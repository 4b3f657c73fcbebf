/**
 * Languages that can be parsed.
 *
 * @public
 */
export type Language =
  | 'python'
  | 'typescript'
  | 'tsx'
  | 'javascript'
  | 'go'
  | 'java';

/**
 * What a file is for. Only `source` is production code.
 *
 * @public
 */
export type FileClass =
  | 'source'
  | 'test'
  | 'fixture'
  | 'example'
  | 'story'
  | 'generated'
  | 'vendored'
  | 'migration'
  | 'docs'
  | 'script'
  | 'config'
  | 'asset';

/** @public */
export interface InventoryFile {
  path: string;
  /** Bytes. */
  size: number;
  lines: number;
  /** `null` for what is not code or cannot be parsed. */
  language: Language | null;
  class: FileClass;
  /** Rule that decided the class, for instance `folder tests`. */
  because: string;
}

/**
 * Folder with a manifest of its own, or the root: the unit that is built and tested.
 *
 * @public
 */
export interface Part {
  /** Folder, `''` for the root. */
  root: string;
  languages: Language[];
  /** Lines of production code. */
  lines: number;
}

/** @public */
export interface Inventory {
  files: InventoryFile[];
  parts: Part[];
}
