/** @public */
export type Ecosystem =
  | 'npm'
  | 'pypi'
  | 'go'
  | 'maven'
  | 'gradle'
  | 'cargo'
  | 'rubygems'
  | 'composer';

/**
 * A dependency that a manifest names itself. What only a lock file names is transitive and proves nothing.
 *
 * @public
 */
export interface DependencyFact {
  /** Normalised as the ecosystem does: lower case and `-` for pypi, `group:artifact` for maven. */
  name: string;
  /** As written, empty when there is none. */
  range: string;
  scope: 'production' | 'development' | 'optional' | 'peer';
  exact: boolean;
  path: string;
  line: number;
  /** The version that a lock chose, or that the manifest fixes by `=`; missing when neither is known. */
  resolved?: string;
  /** Optional parts that are asked for: `uvicorn[standard]`. */
  extras?: string[];
}

/**
 * A package at a version, as a lock names it.
 *
 * @public
 */
export interface LockedPackage {
  name: string;
  version: string;
  /** Named by a manifest that the lock covers; all others are transitive. */
  direct: boolean;
  /** Only for development; missing where the lock does not say. */
  development?: boolean;
}

/** @public */
export interface ScriptFact {
  name: string;
  command: string;
  line: number;
}

/**
 * A runtime that a manifest asks for.
 *
 * @public
 */
export interface RuntimeFact {
  name: 'node' | 'python' | 'go' | 'java' | 'rust' | 'ruby' | 'php';
  /** As written. */
  range: string;
  line: number;
}

/** @public */
export interface LockFact {
  path: string;
  /** `package-lock.json`, `uv.lock`, `requirements.txt` when compiled … */
  kind: string;
  /** Names that the lock resolves; empty when it was not read. */
  packages: string[];
  /** The same with their versions, sorted by name and version. */
  resolved: LockedPackage[];
}

/** @public */
export interface ManifestFact {
  path: string;
  ecosystem: Ecosystem;
  /** Folder, `''` for the root. */
  root: string;
  /** Name of the package or module. */
  name?: string;
  private?: boolean;
  dependencies: DependencyFact[];
  scripts: ScriptFact[];
  /** Language or runtime that it asks for, as a range: `engines.node`, `requires-python`, `go`, `rust-version`. */
  runtimes?: RuntimeFact[];
  /** Locks that cover this manifest, own or of the workspace root. */
  locks: LockFact[];
}

/** @public */
export interface Manifests {
  manifests: ManifestFact[];
  /** Paths of manifests that could not be parsed: what they name is not known. */
  unreadable: string[];
}
