import { SourceTree } from '../../tree/SourceTree';
import { isWithin } from '../manifests/names';
import { shellCommands } from '../shell/parseShell';

/** Looks a file up as an image would have it: by its own path, else by the shortest path that ends with it. */
export function findFile(
  tree: SourceTree,
  file: string,
  root: string,
): string | undefined {
  const segments = file
    .split('/')
    .filter(segment => segment !== '' && segment !== '.');
  for (let from = 0; from < segments.length; from++) {
    const relative = segments.slice(from).join('/');
    const own = root ? `${root}/${relative}` : relative;
    if (tree.files.some(({ path }) => path === own)) {
      return own;
    }
  }
  const name = segments[segments.length - 1];
  return name
    ? tree.files
        .map(({ path }) => path)
        .filter(
          path =>
            isWithin(path, root) &&
            (path === name || path.endsWith(`/${name}`)),
        )
        .filter(path => path.endsWith('.sh') || path.includes('entrypoint'))
        .sort((a, b) => a.length - b.length)[0]
    : undefined;
}

/** Whether a text hands over to the arguments that it is given: `exec "$@"`. */
export function handsOver(text: string): boolean {
  return shellCommands(text).some(({ words }) =>
    words.some(word => word === '$@' || word === '"$@"' || word === '$*'),
  );
}
