import { CheckContext } from '../engine/types';
import { inventory, partOf } from '../facts/inventory/extract';
import { Language } from '../facts/inventory/schema';
import { manifests } from '../facts/manifests/extract';
import { isWithin, nameOf } from '../facts/manifests/names';
import { Ecosystem, ManifestFact } from '../facts/manifests/schema';
import { FAMILY } from '../facts/tests/extract';
import { TestFamily } from '../facts/tests/schema';

/** The production code of one family of languages in one part. */
export interface CodePart {
  /** Folder, `''` for the root. */
  root: string;
  family: TestFamily;
  languages: Language[];
  lines: number;
  /** Largest file, which stands for the part where nothing else does. */
  file: string;
  /** Manifest of the part or of a folder above it. */
  manifest?: ManifestFact;
  /** `api (Python)`, `repository root (TypeScript)`. */
  name: string;
}

const ECOSYSTEMS: Record<TestFamily, readonly Ecosystem[]> = {
  python: ['pypi'],
  javascript: ['npm'],
  go: ['go'],
  java: ['maven', 'gradle'],
};

/** Code without a manifest is a part where it makes up so much of all; less is a helper of what is written otherwise. */
const MAIN_LANGUAGE = 0.3;
/** Manifests that describe a part before those that only add to it. */
const MANIFEST_ORDER = [
  'pyproject.toml',
  'setup.py',
  'setup.cfg',
  'requirements.txt',
];

/** Parts with at least some lines of production code, by language. Scripts of pages in a part of another language are none. */
export async function codeParts(
  context: CheckContext,
  minLines: number,
): Promise<CodePart[]> {
  const { files, parts } = await context.facts(inventory);
  const declared = (await context.facts(manifests)).manifests;
  const found = new Map<string, CodePart & { largest: number }>();
  for (const { path, language, lines, class: fileClass } of files) {
    if (language && fileClass === 'source') {
      const root = partOf(parts, path);
      const family = FAMILY[language];
      const key = `${root}\n${family}`;
      const part = found.get(key) ?? {
        root,
        family,
        languages: [],
        lines: 0,
        file: path,
        largest: 0,
        name: '',
      };
      part.lines += lines;
      if (!part.languages.includes(language)) {
        part.languages.push(language);
      }
      if (lines > part.largest) {
        part.largest = lines;
        part.file = path;
      }
      found.set(key, part);
    }
  }
  const total = [...found.values()].reduce((sum, { lines }) => sum + lines, 0);
  return [...found.values()]
    .filter(({ lines }) => lines >= minLines)
    .map(({ largest: _, ...part }) => ({
      ...part,
      manifest: declared
        .filter(
          ({ root, ecosystem }) =>
            ECOSYSTEMS[part.family].includes(ecosystem) &&
            isWithin(part.root, root),
        )
        .sort(
          (a, b) =>
            b.root.length - a.root.length || rankOf(a.path) - rankOf(b.path),
        )[0],
      name: `${part.root || 'repository root'} (${titleOf(part)})`,
    }))
    .filter(
      ({ family, lines, manifest }) =>
        manifest || (family !== 'javascript' && lines >= total * MAIN_LANGUAGE),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function rankOf(path: string): number {
  const rank = MANIFEST_ORDER.indexOf(nameOf(path));
  return rank < 0 ? MANIFEST_ORDER.length : rank;
}

function titleOf({ family, languages }: CodePart): string {
  switch (family) {
    case 'python':
      return 'Python';
    case 'go':
      return 'Go';
    case 'java':
      return 'Java';
    default:
      return languages.some(language => language !== 'javascript')
        ? 'TypeScript'
        : 'JavaScript';
  }
}
