import ignore, { Ignore } from 'ignore';
import { isCheapPattern } from './cheapPatterns';

/** Of a folder and all around it, since every one of them is tried on every path below. */
const MAX_PATTERNS = 1_000;

interface IgnoreFile {
  /** Its folder with a closing slash, or empty. */
  folder: string;
  matcher: Ignore;
}

/**
 * What the `.gitignore` files of a folder leave out: work in progress, local secrets and build output lie beside the
 * source and are not part of it. Archives of hosts do not hold such files in the first place.
 */
export class IgnoreFiles {
  private readonly files: readonly IgnoreFile[];
  private readonly patterns: number;

  constructor(files: readonly IgnoreFile[] = [], patterns = 0) {
    this.files = files;
    this.patterns = patterns;
  }

  /** With the file of one more folder, which decides for what is below it. */
  with(folder: string, text: string): IgnoreFiles {
    const patterns = text
      .split(/\r?\n/)
      .filter(line => line.trim() !== '' && isCheapPattern(line))
      .slice(0, MAX_PATTERNS - this.patterns);
    return patterns.length === 0
      ? this
      : new IgnoreFiles(
          [
            ...this.files,
            {
              folder: folder === '' ? '' : `${folder}/`,
              matcher: ignore().add(patterns),
            },
          ],
          this.patterns + patterns.length,
        );
  }

  /** The file that leaves a path out; the innermost one that says anything decides. */
  ignoredBy(path: string, isFolder: boolean): string | undefined {
    for (let index = this.files.length - 1; index >= 0; index--) {
      const { folder, matcher } = this.files[index];
      const relative = path.slice(folder.length) + (isFolder ? '/' : '');
      if (ignore.isPathValid(relative)) {
        const { ignored, unignored } = matcher.test(relative);
        if (ignored || unignored) {
          return ignored ? `${folder}.gitignore` : undefined;
        }
      }
    }
    return undefined;
  }
}
