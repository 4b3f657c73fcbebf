import { inventory } from '../../facts/inventory/extract';
import { FileClass, InventoryFile } from '../../facts/inventory/schema';
import { compileGlobs } from '../globs';
import type { Search, Subject } from '../evaluate';
import { listOf } from '../lists';

/** Files that a project is made of; the others are about it, or not its own. */
const OWN: readonly FileClass[] = [
  'source',
  'script',
  'config',
  'docs',
  'asset',
  'migration',
];
const PRODUCTION: readonly FileClass[] = ['source'];

/** Which files a condition looks at. */
export interface FileChoice {
  in?: string | string[];
  classes?: FileClass | 'any' | (FileClass | 'any')[];
}

/**
 * Classes of the files that a condition looks at: production code where it names no files, everything of the project's
 * own where it does.
 */
export function classesOf(choice: FileChoice): readonly FileClass[] | 'any' {
  const classes = listOf(choice.classes);
  if (classes.includes('any')) {
    return 'any';
  }
  if (classes.length > 0) {
    return classes as FileClass[];
  }
  return choice.in === undefined ? PRODUCTION : OWN;
}

/** Folder that globs are relative to. */
export function folderOf(inside: Subject): string {
  if (inside.kind === 'tree') {
    return '';
  }
  if (inside.kind === 'part') {
    return inside.root;
  }
  return inside.path.includes('/')
    ? inside.path.slice(0, inside.path.lastIndexOf('/'))
    : '';
}

/** Files that a condition looks at, in order. */
export async function candidates(
  choice: FileChoice,
  { context, inside }: Search,
): Promise<InventoryFile[]> {
  const { files } = await context.facts(inventory);
  if (inside.kind !== 'tree' && inside.kind !== 'part' && !choice.in) {
    return files.filter(({ path }) => path === inside.path);
  }
  const classes = classesOf(choice);
  const folder = folderOf(inside);
  const prefix = folder ? `${folder}/` : '';
  const globs = choice.in ? compiled(listOf(choice.in)) : undefined;
  return files.filter(
    ({ path, class: fileClass }) =>
      (classes === 'any' || classes.includes(fileClass)) &&
      path.startsWith(prefix) &&
      (!globs || globs.matches(path.slice(prefix.length))),
  );
}

const cache = new Map<string, ReturnType<typeof compileGlobs>>();
const MAX_CACHED = 500;

function compiled(globs: readonly string[]) {
  const key = globs.join('\n');
  let found = cache.get(key);
  if (!found) {
    found = compileGlobs(globs);
    if (cache.size >= MAX_CACHED) {
      cache.clear();
    }
    cache.set(key, found);
  }
  return found;
}

/** Placeholders of a file. */
export function valuesOfFile(path: string): Record<string, string> {
  const slash = path.lastIndexOf('/');
  return {
    path,
    folder: slash < 0 ? '' : path.slice(0, slash),
    file: path.slice(slash + 1),
  };
}
