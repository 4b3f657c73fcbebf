import { inventory } from '../../facts/inventory/extract';
import { manifests } from '../../facts/manifests/extract';
import type { Lookup, Search } from '../evaluate';
import { GRAMMARS_OF } from '../codeRules';
import type { PartCondition } from '../schema';

/** Finds parts with production code in a language; their place is their manifest. */
export async function findParts(
  { part }: PartCondition,
  { context }: Search,
): Promise<Lookup> {
  const { parts } = await context.facts(inventory);
  const { manifests: all } = await context.facts(manifests);
  const wanted = parts.filter(({ languages, lines }) =>
    part === 'any'
      ? lines > 0
      : languages.some(language => GRAMMARS_OF[part].includes(language)),
  );
  return {
    places: wanted.map(({ root }) => {
      const manifest = all.find(item => item.root === root);
      return {
        ...(manifest ? { path: manifest.path, line: 1 } : {}),
        subject: root || '.',
        values: { part: root || '.', path: manifest?.path, folder: root },
        inside: { kind: 'part', root },
      };
    }),
    unreadable: [],
  };
}
