import ignore, { Ignore } from 'ignore';
import { isCheapPattern } from '../../tree/cheapPatterns';
import { SourceTree } from '../../tree/SourceTree';
import { FileClass } from './schema';

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
    const paths = tree.files
      .map(({ path }) => path)
      .filter(
        path => path === '.gitattributes' || path.endsWith('/.gitattributes'),
      )
      // Nearer files are read later and win.
      .sort((a, b) => depth(a) - depth(b));
    this.patterns = [];
    for (const path of paths) {
      const folder = path.slice(0, path.length - '.gitattributes'.length);
      for (const line of (tree.read(path) ?? '').split('\n')) {
        if (this.patterns.length >= MAX_PATTERNS) {
          return;
        }
        this.patterns.push(...parse(line, folder));
      }
    }
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

function parse(line: string, folder: string): AttributePattern[] {
  const words = line.trim().split(/\s/).filter(Boolean);
  const [pattern, ...attributes] = words;
  if (!pattern || pattern.startsWith('#') || !isCheapPattern(pattern)) {
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
}
