import { SkippedFile } from '@readiness/plugin-readiness-common';
import { isIgnoredFolder, isTextCandidate } from './ignoredPaths';
import { isRepositoryFile, isRepositoryFolder } from './repositoryFiles';
import { MemoryTree } from './MemoryTree';
import { isBinary } from './textOf';
import { DEFAULT_TREE_LIMITS, TreeLimits } from './SourceTree';

/** At most this many single files are named in `skipped`; the rest is counted in one line. */
const MAX_SKIPPED_NAMED = 200;

/** Folders in folders. Each one costs time for every path below it, and source code lies at a fraction of this. */
const MAX_DEPTH = 100;
const TOO_DEEP = `below more than ${MAX_DEPTH} folders`;

/**
 * What of a source becomes a tree.
 *
 * @public
 */
export interface TreeOptions {
  limits?: Partial<TreeLimits>;
  /**
   * Folder of the repository that is judged, without slashes at its ends; default: all of it. What the repository
   * decides for all of its folders (workflows, owners, locks of a workspace) is in the tree as well.
   */
  focus?: string;
}

/**
 * Decides file by file what goes into a tree, and remembers what did not and why. The same for every kind of source,
 * so that a folder and an archive of it give the same tree.
 *
 * @public
 */
export class TreeBuilder {
  private readonly limits: TreeLimits;
  private readonly focus: string;
  private readonly files = new Map<string, Uint8Array>();
  private readonly skipped: SkippedFile[] = [];
  private skippedUnnamed = 0;
  private bytes = 0;
  private accepted = 0;

  constructor(options: TreeOptions = {}) {
    this.limits = { ...DEFAULT_TREE_LIMITS, ...options.limits };
    this.focus = options.focus ? `${options.focus}/` : '';
  }

  /** Whether anything below this folder can be wanted. Dependencies and build output are not source. */
  wantsFolder(path: string): boolean {
    const folders = path.split('/');
    if (folders.length > MAX_DEPTH) {
      this.skip(path, TOO_DEEP);
      return false;
    }
    return (
      !folders.some(isIgnoredFolder) &&
      (`${path}/`.startsWith(this.focus) ||
        this.focus.startsWith(`${path}/`) ||
        isRepositoryFolder(path))
    );
  }

  /**
   * Whether to read a file of this size. Counts it when the answer is yes, so ask once a file. Never throws: it is
   * called from inside archive readers that cannot bear it.
   */
  wants(path: string, size: number): boolean {
    const folders = path.split('/').slice(0, -1);
    if (
      folders.some(isIgnoredFolder) ||
      !isTextCandidate(path) ||
      !(path.startsWith(this.focus) || isRepositoryFile(path))
    ) {
      return false;
    }
    if (folders.length > MAX_DEPTH) {
      this.skip(path, TOO_DEEP);
      return false;
    }
    if (size > this.limits.maxFileBytes) {
      this.skip(path, `too large: ${formatBytes(size)}`);
      return false;
    }
    if (this.accepted >= this.limits.maxFiles) {
      this.skip(path, `more than ${this.limits.maxFiles} files`);
      return false;
    }
    if (this.bytes + size > this.limits.maxTotalBytes) {
      this.skip(
        path,
        `more than ${formatBytes(this.limits.maxTotalBytes)} in all`,
      );
      return false;
    }
    this.accepted += 1;
    this.bytes += size;
    return true;
  }

  add(path: string, content: Uint8Array): void {
    this.files.set(path, content);
    if (isBinary(content)) {
      this.skip(path, 'binary');
    }
  }

  skip(path: string, reason: string): void {
    if (this.skipped.length < MAX_SKIPPED_NAMED) {
      this.skipped.push({ path, reason });
    } else {
      this.skippedUnnamed += 1;
    }
  }

  build(): MemoryTree {
    const skipped = [...this.skipped].sort((a, b) =>
      a.path < b.path ? -1 : Number(a.path > b.path),
    );
    if (this.skippedUnnamed > 0) {
      skipped.push({
        path: '.',
        reason: `${this.skippedUnnamed} further files were not read`,
      });
    }
    return new MemoryTree(this.files, skipped);
  }
}

function formatBytes(bytes: number): string {
  return bytes < 1024 * 1024
    ? `${Math.ceil(bytes / 1024)} KiB`
    : `${Math.round(bytes / 1024 / 1024)} MiB`;
}
