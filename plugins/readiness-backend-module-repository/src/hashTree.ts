import { MemoryTree } from '@readiness/audit';
import { createHash } from 'crypto';

/** Hash over all paths and contents: the revision of a folder that has no other. */
export function hashTree(tree: MemoryTree): string {
  const hash = createHash('sha256');
  const contents = tree.entries();
  for (const { path, size } of tree.files) {
    // Lengths keep two different trees from running together to the same bytes.
    hash.update(`${path.length}:${path}:${size}:`);
    hash.update(contents.get(path)!);
  }
  for (const { path, reason } of tree.skipped) {
    hash.update(`skipped:${path.length}:${path}:${reason}`);
  }
  return `sha256:${hash.digest('hex').slice(0, 40)}`;
}
