import ignore, { Ignore } from 'ignore';
import { SourceTree } from '../../tree/SourceTree';
import { FileClass } from './schema';

/** More stars in one segment make the regular expression of a pattern slow, and nobody writes them. */
const MAX_STARS_IN_SEGMENT = 3;
const MAX_PATTERNS = 500;

const CLASS_BY_ATTRIBUTE: Record<string, FileClass> = {
  'linguist-generated': 'generated',
  'linguist-vendored': 'vendored',
  'linguist-documentation': 'docs',
};

interface AttributePattern {
  /** Folder of the attributes file, with a closing slash, or empty. */
  folder: string;
  matcher: Ignore;
  attribute: string;
  set: boolean;
}

/** What the authors say about their own files: `path linguist-generated`, `path -linguist-vendored`. */
export class GitAttributes {
  private readonly patterns: AttributePattern[];

  constructor(tree: SourceTree) {
    this.patterns = tree.files
      .filter(
        ({ path }) =>
          path === '.gitattributes' || path.endsWith('/.gitattributes'),
      )
      // Nearer files are read later and win.
      .sort((a, b) => depth(a.path) - depth(b.path))
      .flatMap(({ path }) =>
        parse(
          tree.read(path) ?? '',
          path.slice(0, path.length - '.gitattributes'.length),
        ),
      )
      .slice(0, MAX_PATTERNS);
  }

  /**
   * The class that the attributes give a file, with the attribute; `denied` holds the classes that they explicitly
   * take away.
   */
  classOf(path: string): {
    given?: { class: FileClass; because: string };
    denied: FileClass[];
  } {
    const state = new Map<string, boolean>();
    for (const { folder, matcher, attribute, set } of this.patterns) {
      if (
        path.startsWith(folder) &&
        path.length > folder.length &&
        matcher.ignores(path.slice(folder.length))
      ) {
        state.set(attribute, set);
      }
    }
    const given = [...state].find(([, set]) => set)?.[0];
    return {
      given: given
        ? {
            class: CLASS_BY_ATTRIBUTE[given],
            because: `.gitattributes ${given}`,
          }
        : undefined,
      denied: [...state]
        .filter(([, set]) => !set)
        .map(([attribute]) => CLASS_BY_ATTRIBUTE[attribute]),
    };
  }
}

function depth(path: string): number {
  return path.split('/').length;
}

function parse(text: string, folder: string): AttributePattern[] {
  return text.split('\n').flatMap(line => {
    const words = line.trim().split(/\s/).filter(Boolean);
    const [pattern, ...attributes] = words;
    if (!pattern || pattern.startsWith('#') || !isCheap(pattern)) {
      return [];
    }
    return attributes.flatMap(written => {
      const off = written.startsWith('-') || written.startsWith('!');
      const [attribute, value = 'true'] = (
        off ? written.slice(1) : written
      ).split('=');
      if (!Object.hasOwn(CLASS_BY_ATTRIBUTE, attribute)) {
        return [];
      }
      return [
        {
          folder,
          matcher: ignore().add(pattern),
          attribute,
          set: !off && value !== 'false',
        },
      ];
    });
  });
}

function isCheap(pattern: string): boolean {
  return pattern
    .split('/')
    .every(segment => segment.split('*').length - 1 <= MAX_STARS_IN_SEGMENT);
}
