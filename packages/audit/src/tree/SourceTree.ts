import { SkippedFile } from '@readiness/plugin-readiness-common';

/**
 * A file that can be read.
 *
 * @public
 */
export interface TreeFile {
  /** Path from the root with `/`, without a leading one. */
  path: string;
  /** Bytes. */
  size: number;
}

/**
 * A source tree at one revision, already bounded: whoever made it has left out what exceeds the limits and says so
 * in `skipped`. Nothing outside its root can be reached through it.
 *
 * @public
 */
export interface SourceTree {
  /** Sorted by path. */
  readonly files: readonly TreeFile[];
  readonly skipped: readonly SkippedFile[];
  /** Text of a file, from UTF-8 or marked UTF-16; `undefined` when there is no such file or it is binary. */
  read(path: string): string | undefined;
}

/**
 * Bounds on what is read of one tree.
 *
 * @public
 */
export interface TreeLimits {
  /** Files in all. */
  maxFiles: number;
  /** Bytes of one file. */
  maxFileBytes: number;
  /** Bytes of all files together. */
  maxTotalBytes: number;
}

/**
 * Safe defaults of {@link TreeLimits}.
 *
 * @public
 */
export const DEFAULT_TREE_LIMITS: TreeLimits = {
  maxFiles: 20_000,
  maxFileBytes: 1024 * 1024,
  maxTotalBytes: 200 * 1024 * 1024,
};
