import { UsageError } from '../errors';
import { Git } from './git';
import { pathBelow, Source } from './locate';

/**
 * Files that changed since a revision: committed since the common ancestor with it, changed in the work tree, or new
 * and not ignored. Paths are relative to the root of the tree.
 */
export async function changedFiles(
  revision: string,
  { root, repository }: Source,
): Promise<Set<string>> {
  const fail = (text: string) => new UsageError(`--changed-since: ${text}`);
  if (repository === undefined) {
    throw fail(`${root} is not in a git repository`);
  }
  const git = new Git(repository);
  if (!(await git.isAvailable())) {
    throw fail('git is not installed, or cannot read the repository');
  }
  const commit = await git.read(
    'rev-parse',
    '--verify',
    '--end-of-options',
    `${revision}^{commit}`,
  );
  if (!commit) {
    throw fail(`there is no revision "${revision}" in ${repository}`);
  }
  const ancestor = await git.read('merge-base', commit.trim(), 'HEAD');
  const changed = await git.read(
    'diff',
    '--name-only',
    '--no-renames',
    '--no-ext-diff',
    '--no-textconv',
    '--ignore-submodules=all',
    '-z',
    (ancestor ?? commit).trim(),
    '--',
  );
  const added = await git.read(
    'ls-files',
    '--others',
    '--exclude-standard',
    '-z',
  );
  if (changed === undefined || added === undefined) {
    throw fail(`git cannot compare with "${revision}"`);
  }
  const prefix = pathBelow(repository, root);
  const below = prefix === '' ? '' : `${prefix}/`;
  return new Set(
    `${changed}${added}`
      .split('\0')
      .filter(path => path !== '' && path.startsWith(below))
      .map(path => path.slice(below.length)),
  );
}
