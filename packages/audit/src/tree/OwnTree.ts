import { SkippedFile } from '@readiness/plugin-readiness-common';
import { FileClass, Inventory } from '../facts/inventory/schema';
import { SourceTree, TreeFile } from './SourceTree';

/** Files that stand for something else than the project: others' code, and trees made to be read by tests. */
const FOREIGN: readonly FileClass[] = ['vendored', 'fixture'];

/** A tree without the files that are not the project's own: whatever they contain, the project is not judged by it. */
export class OwnTree implements SourceTree {
  readonly files: readonly TreeFile[];
  readonly skipped: readonly SkippedFile[];
  private readonly tree: SourceTree;
  private readonly foreign: ReadonlySet<string>;

  constructor(tree: SourceTree, inventory: Inventory) {
    this.tree = tree;
    this.foreign = new Set(
      inventory.files
        .filter(file => FOREIGN.includes(file.class))
        .map(({ path }) => path),
    );
    this.files = tree.files.filter(({ path }) => !this.foreign.has(path));
    this.skipped = tree.skipped;
  }

  read(path: string): string | undefined {
    return this.foreign.has(path) ? undefined : this.tree.read(path);
  }
}
