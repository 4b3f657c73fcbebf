import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { promises as fs } from 'fs';
import { isAbsolute, relative, sep } from 'path';

/**
 * Real path of a folder and of all roots, when it lies below one of the allowed roots. Links are resolved first: a link inside a root
 * that leads out of it is refused.
 *
 * @throws NotAllowedError naming the setting; NotFoundError when the folder is missing.
 */
export async function resolveLocalFolder(
  path: string,
  localRoots: readonly string[],
): Promise<{ folder: string; roots: string[] }> {
  const resolved = await Promise.all(
    localRoots.map(root => fs.realpath(root).catch(() => undefined)),
  );
  const roots = resolved.filter(root => root !== undefined);
  let folder: string;
  try {
    folder = await fs.realpath(path);
  } catch (error) {
    // Whether something exists outside of the roots is nobody's business.
    if (!localRoots.some(root => isInside(path, root))) {
      throw notAllowed(path);
    }
    throw new NotFoundError(`The folder ${path} does not exist`);
  }
  if (!roots.some(root => isInside(folder, root))) {
    throw notAllowed(path);
  }
  return { folder, roots };
}

function isInside(path: string, root: string): boolean {
  const way = relative(root, path);
  return (
    way === '' ||
    (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
  );
}

function notAllowed(path: string): NotAllowedError {
  return new NotAllowedError(
    `The folder ${path} is not below an allowed root. Add a folder above it to readiness.repository.localRoots to audit it.`,
  );
}
