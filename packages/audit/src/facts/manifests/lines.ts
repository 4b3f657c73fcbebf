/**
 * Finds the lines of keys and strings in a text whose parser gives no positions. Lines start at 1. A manifest may have
 * tens of thousands of entries, so nothing is searched from the beginning for each of them.
 */
export class LineFinder {
  private readonly text: string;
  private readonly lines: readonly string[];
  /** Where the last string ended: they are asked for in about the order of the text. */
  private cursor = 0;
  private cursorLine = 0;
  private readonly ends = new Map<string, number>();
  private readonly sections: ReadonlyMap<string, number>;
  private readonly keys = new Map<number, ReadonlyMap<string, number>>();

  constructor(text: string) {
    this.text = text;
    this.lines = text.split('\n');
    this.sections = sectionsOf(this.lines);
  }

  /** The next line that contains a text; 1 when there is none. */
  next(needle: string): number {
    let at = this.text.indexOf(needle, this.cursor);
    if (at < 0) {
      at = this.text.indexOf(needle, this.ends.get(needle) ?? 0);
      this.cursor = 0;
      this.cursorLine = 0;
    }
    if (at < 0) {
      return 1;
    }
    for (
      let end = this.text.indexOf('\n', this.cursor);
      end >= 0 && end < at;
      end = this.text.indexOf('\n', end + 1)
    ) {
      this.cursorLine += 1;
    }
    const line = this.cursorLine + 1;
    this.cursorLine += needle.split('\n').length - 1;
    this.cursor = at + needle.length;
    this.ends.set(needle, this.cursor);
    return line;
  }

  /** Line of `key = …` in a section of TOML or INI; the section's own line when the key is not found. */
  key(key: string, section: string): number {
    const from = (this.sections.get(section) ?? -1) + 1;
    let keys = this.keys.get(from);
    if (!keys) {
      keys = keysOf(this.lines, from);
      this.keys.set(from, keys);
    }
    const index = keys.get(key);
    if (index !== undefined) {
      return index + 1;
    }
    // The table may be written as a header of its own: `[dependencies.serde]`.
    const header = this.sections.get(`${section}.${key}`);
    return header === undefined ? Math.max(from, 1) : header + 1;
  }
}

/** Headers such as `[tool.poetry]  # comment`, without quotes, with the indexes of their lines. */
function sectionsOf(lines: readonly string[]): Map<string, number> {
  const sections = new Map<string, number>();
  lines.forEach((line, index) => {
    const written = line.trim().split('"').join('');
    if (written.startsWith('[')) {
      const end = written.endsWith(']')
        ? written.length - 1
        : written.indexOf('] #');
      const name = written.slice(1, end);
      if (end > 0 && !sections.has(name)) {
        sections.set(name, index);
      }
    }
  });
  return sections;
}

/** Keys up to the next header, or in the whole text for a section that has no header of its own. */
function keysOf(lines: readonly string[], from: number): Map<string, number> {
  const keys = new Map<string, number>();
  for (let index = from; index < lines.length; index++) {
    const line = lines[index];
    if (from > 0 && line.startsWith('[')) {
      break;
    }
    for (const key of writtenKeys(line)) {
      if (!keys.has(key)) {
        keys.set(key, index);
      }
    }
  }
  return keys;
}

/** What a line may be the place of: `a.b = 1` says something about `a.b` and about `a`. */
function writtenKeys(line: string): string[] {
  const written = line.trimStart();
  if (written.startsWith('"')) {
    const end = written.indexOf('"', 1);
    return end < 0 ? [] : [written.slice(1, end)];
  }
  const end = written.search(/[=:]/);
  if (end < 0) {
    return [];
  }
  const key = written.slice(0, end).trimEnd();
  const dot = key.indexOf('.');
  return dot < 0 ? [key] : [key, key.slice(0, dot)];
}
