import { isRepositoryFolder } from '@readiness/audit';
import { promises as fs } from 'fs';
import { dirname, relative, sep } from 'path';

/** A repository and the folder of it that an entity describes; `''` for all of it. */
export interface Frame {
  /** Folder or URL of the repository. */
  root: string;
  focus: string;
}

/**
 * Repository around a folder: the nearest folder above it that holds files for a whole repository. Allowed roots hold
 * repositories and are none themselves, so the search ends below them.
 *
 * @param folder - real path below one of the roots.
 * @param roots - real paths.
 */
export async function findLocalRepository(
  folder: string,
  roots: readonly string[],
): Promise<Frame> {
  for (
    let candidate = folder;
    !roots.includes(candidate) && candidate !== dirname(candidate);
    candidate = dirname(candidate)
  ) {
    if (await isRepository(candidate)) {
      const focus = relative(candidate, folder).split(sep).join('/');
      return { root: candidate, focus };
    }
  }
  return { root: folder, focus: '' };
}

async function isRepository(folder: string): Promise<boolean> {
  const names = await fs.readdir(folder);
  return names.some(
    name =>
      name === '.git' ||
      name === '.gitlab-ci.yml' ||
      (name.startsWith('.') && isRepositoryFolder(name)),
  );
}
