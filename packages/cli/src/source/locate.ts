import { isRepositoryFolder } from '@readiness/audit';
import { promises as fs } from 'fs';
import { dirname, relative, resolve, sep } from 'path';
import { reasonOf, UsageError } from '../errors';
import { Git } from './git';

/** What is audited. */
export interface Source {
  /** The folder that was asked for, as a real path. */
  folder: string;
  /** Root of the tree; paths in the audit are relative to it. */
  root: string;
  /** Folder below the root that is judged; `''` for all of it. */
  focus: string;
  /** Folder with `.git` around it. */
  repository?: string;
}

/** Folders whose contents stand for something else than the repository around them: it does not build them. */
const FOREIGN = new Set(
  (
    'example examples sample samples test tests e2e fixture fixtures __fixtures__ testdata test-data cases vendor ' +
    'vendored third_party third-party node_modules bower_components site-packages docs doc playground dist build tmp'
  ).split(' '),
);

/**
 * Finds the folder and the repository around it.
 *
 * A folder inside of a repository is judged by its own, but what the repository decides for all of its folders
 * (workflows, owners, locks and other files at the root) counts. It does not count for folders that the repository
 * ignores or that lie below `examples`, `tests` and the like.
 */
export async function locate(
  dir: string,
  options: { repository: boolean },
): Promise<Source> {
  const folder = await realFolder(dir);
  const repository = await around(folder);
  if (repository === undefined || !options.repository) {
    return { folder, root: folder, focus: '', repository };
  }
  const segments = pathBelow(repository, folder).split('/');
  const foreign = segments.some(name =>
    FOREIGN.has(name.toLocaleLowerCase('en-US')),
  );
  if (foreign || (await isIgnored(repository, folder))) {
    return { folder, root: folder, focus: '', repository };
  }
  const root = await nearestRoot(folder, repository);
  return { folder, root, focus: pathBelow(root, folder), repository };
}

/** Path below a folder with `/`; `''` for the folder itself. */
export function pathBelow(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/');
}

async function realFolder(dir: string): Promise<string> {
  try {
    const folder = await fs.realpath(resolve(dir));
    if (!(await fs.stat(folder)).isDirectory()) {
      throw new UsageError(`${dir} is a file, and a folder is needed`);
    }
    await fs.readdir(folder);
    return folder;
  } catch (error) {
    throw error instanceof UsageError
      ? error
      : new UsageError(`${dir} ${reasonOf(error)}`);
  }
}

/** The nearest folder with `.git`, upwards. */
async function around(folder: string): Promise<string | undefined> {
  for (let candidate = folder; ; candidate = dirname(candidate)) {
    if ((await namesIn(candidate)).includes('.git')) {
      return candidate;
    }
    if (candidate === dirname(candidate)) {
      return undefined;
    }
  }
}

/** The nearest folder upwards that holds files for a whole repository. */
async function nearestRoot(
  folder: string,
  repository: string,
): Promise<string> {
  for (
    let candidate = folder;
    candidate !== repository;
    candidate = dirname(candidate)
  ) {
    const names = await namesIn(candidate);
    if (
      names.some(
        name =>
          name === '.gitlab-ci.yml' ||
          (name.startsWith('.') && isRepositoryFolder(name)),
      )
    ) {
      return candidate;
    }
  }
  return repository;
}

async function isIgnored(repository: string, folder: string): Promise<boolean> {
  const path = pathBelow(repository, folder);
  return (
    path !== '' &&
    (await new Git(repository).read('check-ignore', '--', path)) !== undefined
  );
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await fs.readdir(folder);
  } catch {
    return [];
  }
}
