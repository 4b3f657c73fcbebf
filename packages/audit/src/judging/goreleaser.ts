import { CheckContext } from '../engine/types';
import { inventory } from '../facts/inventory/extract';
import { entryAt } from '../facts/yaml/access';
import { documents } from '../rules/documents/documents';

/** What the configuration of GoReleaser makes besides archives; lines of the settings. */
export interface Goreleaser {
  path: string;
  sboms?: number;
  signs?: number;
}

/** The configuration of GoReleaser, where there is one. */
export async function goreleaser(
  context: CheckContext,
): Promise<Goreleaser | undefined> {
  const { files } = await context.facts(inventory);
  const file = files.find(({ path }) => /^\.?goreleaser\.ya?ml$/.test(path));
  if (!file) {
    return undefined;
  }
  const [root] = (await context.facts(documents)).read(file.path)?.roots ?? [];
  return {
    path: file.path,
    sboms: entryAt(root, 'sboms')?.line,
    signs:
      entryAt(root, 'signs')?.line ??
      entryAt(root, 'docker_signs')?.line ??
      entryAt(root, 'binary_signs')?.line,
  };
}
