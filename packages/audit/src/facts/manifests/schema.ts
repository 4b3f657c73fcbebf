/** @public */
export type Ecosystem = 'npm' | 'pypi' | 'go' | 'maven' | 'gradle' | 'cargo';

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
}

/** @public */
export interface ScriptFact {
  name: string;
  command: string;
  line: number;
}

/** @public */
export interface LockFact {
  path: string;
  /** `package-lock.json`, `uv.lock`, `requirements.txt` when compiled … */
  kind: string;
  /** Names that the lock resolves; empty when it was not read. */
  packages: string[];
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
  /** Locks that cover this manifest, own or of the workspace root. */
  locks: LockFact[];
}

/** @public */
export interface Manifests {
  manifests: ManifestFact[];
  /** Paths of manifests that could not be parsed: what they name is not known. */
  unreadable: string[];
}
