import { MemoryTree } from '@readiness/audit';
import { createHash } from 'crypto';
import { Git } from './git';
import { pathBelow, Source } from './locate';

/**
 * Revision of what was read: the commit when the repository around it is clean and holds the folder, else a hash of
 * all paths and contents.
 */
export async function revisionOf(
  { folder, repository }: Source,
  tree: MemoryTree,
): Promise<string> {
  return (
    (repository && (await cleanCommit(repository, folder))) ?? hashTree(tree)
  );
}

async function cleanCommit(
  repository: string,
  folder: string,
): Promise<string | undefined> {
  const git = new Git(repository);
  const path = pathBelow(repository, folder);
  const commit = await git.read('rev-parse', '--verify', 'HEAD^{commit}');
  if (
    !commit ||
    (path !== '' &&
      (await git.read('rev-parse', '--verify', `HEAD:${path}`)) === undefined)
  ) {
    return undefined;
  }
  const changes = await git.read(
    'status',
    '--porcelain',
    '-z',
    '--untracked-files=normal',
    '--ignore-submodules=all',
  );
  return changes === '' ? commit.trim() : undefined;
}

function hashTree(tree: MemoryTree): string {
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
