import { SkippedFile } from '@readiness/plugin-readiness-common';
import { SourceTree, TreeFile } from './SourceTree';
import { textOf } from './textOf';

/**
 * A tree whose contents are in memory.
 *
 * @public
 */
export class MemoryTree implements SourceTree {
  readonly files: readonly TreeFile[];
  readonly skipped: readonly SkippedFile[];
  private readonly contents: ReadonlyMap<string, Uint8Array>;

  constructor(
    contents: ReadonlyMap<string, Uint8Array>,
    skipped: readonly SkippedFile[] = [],
  ) {
    this.contents = contents;
    this.skipped = skipped;
    this.files = [...contents]
      .map(([path, content]) => ({ path, size: content.byteLength }))
      .sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
  }

  read(path: string): string | undefined {
    const content = this.contents.get(path);
    return content && textOf(content);
  }

  /** The raw contents, to be sent to another process. */
  entries(): ReadonlyMap<string, Uint8Array> {
    return this.contents;
  }
}
