import type { Lookup, Search } from '../evaluate';
import type { FileCondition } from '../schema';
import { candidates, valuesOfFile } from './candidates';

/** Finds files by their paths. */
export async function findFiles(
  condition: FileCondition,
  search: Search,
): Promise<Lookup> {
  const files = await candidates(
    { in: condition.file, classes: condition.classes },
    search,
  );
  return {
    places: files.map(({ path }) => ({
      path,
      line: 1,
      values: { ...valuesOfFile(path), line: '1' },
      inside: { kind: 'file', path },
    })),
    unreadable: [],
  };
}
