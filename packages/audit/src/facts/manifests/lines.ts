/** Finds the lines of keys and strings in a text whose parser gives no positions. Lines start at 1. */
export class LineFinder {
  private readonly lines: string[];
  private readonly taken = new Set<string>();

  constructor(text: string) {
    this.lines = text.split('\n');
  }

  /** The next line, not handed out before, that contains a text; 1 when there is none. */
  next(needle: string, section?: string): number {
    const [from, to] = this.range(section);
    for (let index = from; index < to; index++) {
      const key = `${needle}\n${index}`;
      if (this.lines[index].includes(needle) && !this.taken.has(key)) {
        this.taken.add(key);
        return index + 1;
      }
    }
    return from + (section ? 0 : 1);
  }

  /** Line of `key = …` in a section of TOML or INI; the section's own line when the key is not found. */
  key(key: string, section: string): number {
    const [from, to] = this.range(section);
    for (let index = from; index < to; index++) {
      const written = this.lines[index].trimStart();
      const bare = written.startsWith('"') ? written.slice(1) : written;
      if (bare.startsWith(key)) {
        const rest = bare.slice(key.length).trimStart();
        if (
          rest.startsWith('=') ||
          rest.startsWith('"') ||
          rest.startsWith('.') ||
          rest.startsWith(':')
        ) {
          return index + 1;
        }
      }
    }
    // The table may be written as a header of its own: `[dependencies.serde]`.
    const header = this.header(`${section}.${key}`);
    return header >= 0 ? header + 1 : Math.max(from, 1);
  }

  /** Lines of a section, as indexes; the whole text without one. */
  private range(section: string | undefined): [number, number] {
    if (section === undefined) {
      return [0, this.lines.length];
    }
    const start = this.header(section);
    if (start < 0) {
      return [0, this.lines.length];
    }
    const length = this.lines
      .slice(start + 1)
      .findIndex(line => line.startsWith('['));
    return [start + 1, length < 0 ? this.lines.length : start + 1 + length];
  }

  private header(section: string): number {
    return this.lines.findIndex(line => {
      const written = line.trim().split('"').join('');
      return written === `[${section}]` || written.startsWith(`[${section}] #`);
    });
  }
}
