/** Slots of the table at the start; doubled when it is half full. */
const FIRST_SLOTS = 1 << 16;

/** A hash table of words without a string for each occurrence. */
class Builder {
  readonly words: string[] = [];
  heads = new Int32Array(FIRST_SLOTS);
  entryFiles = new Int32Array(FIRST_SLOTS);
  entryBefore = new Int32Array(FIRST_SLOTS);
  private entries = 0;
  /** Word of each slot plus one; 0 for a free slot. */
  private slots = new Int32Array(FIRST_SLOTS);
  private mask = FIRST_SLOTS - 1;
  private hashes = new Int32Array(FIRST_SLOTS);

  add(file: number, text: string): void {
    const { length } = text;
    let at = 0;
    while (at < length) {
      if (!isWord(text.charCodeAt(at))) {
        at++;
        continue;
      }
      const start = at;
      let hash = 0;
      let code = text.charCodeAt(at);
      do {
        hash = (Math.imul(hash, 31) + code) | 0;
        at++;
        code = text.charCodeAt(at);
      } while (at < length && isWord(code));
      this.addWord(file, text, start, at, hash);
    }
  }

  private addWord(
    file: number,
    text: string,
    start: number,
    end: number,
    hash: number,
  ): void {
    let slot = spread(hash) & this.mask;
    for (;;) {
      const word = this.slots[slot] - 1;
      if (word < 0) {
        this.insert(slot, hash, text.slice(start, end), file);
        return;
      }
      if (this.hashes[word] === hash && this.equals(word, text, start, end)) {
        const head = this.heads[word];
        if (this.entryFiles[head] !== file) {
          this.heads[word] = this.append(file, head);
        }
        return;
      }
      slot = (slot + 1) & this.mask;
    }
  }

  private equals(
    word: number,
    text: string,
    start: number,
    end: number,
  ): boolean {
    const known = this.words[word];
    if (known.length !== end - start) {
      return false;
    }
    for (let at = 0; at < known.length; at++) {
      if (known.charCodeAt(at) !== text.charCodeAt(start + at)) {
        return false;
      }
    }
    return true;
  }

  private insert(slot: number, hash: number, word: string, file: number): void {
    const index = this.words.length;
    if (index >= this.heads.length) {
      this.heads = grown(this.heads);
      this.hashes = grown(this.hashes);
    }
    this.words.push(word);
    this.hashes[index] = hash;
    this.heads[index] = this.append(file, -1);
    this.slots[slot] = index + 1;
    if (this.words.length * 2 > this.slots.length) {
      this.rehash();
    }
  }

  private append(file: number, before: number): number {
    if (this.entries >= this.entryFiles.length) {
      this.entryFiles = grown(this.entryFiles);
      this.entryBefore = grown(this.entryBefore);
    }
    this.entryFiles[this.entries] = file;
    this.entryBefore[this.entries] = before;
    this.entries += 1;
    return this.entries - 1;
  }

  private rehash(): void {
    this.slots = new Int32Array(this.slots.length * 2);
    this.mask = this.slots.length - 1;
    for (let word = 0; word < this.words.length; word++) {
      let slot = spread(this.hashes[word]) & this.mask;
      while (this.slots[slot] !== 0) {
        slot = (slot + 1) & this.mask;
      }
      this.slots[slot] = word + 1;
    }
  }
}

/** Runs of three characters fall into so many groups. */
const TRIGRAMS = 1 << 15;

/** The group of the three characters that begin at an offset. */
function trigramAt(text: string, at: number): number {
  const code =
    (text.charCodeAt(at) * 31 + text.charCodeAt(at + 1)) * 31 +
    text.charCodeAt(at + 2);
  return code & (TRIGRAMS - 1);
}

/** Which words may contain a part: those that have its rarest three characters. */
class WordParts {
  private readonly words: readonly string[];
  private readonly offsets = new Uint32Array(TRIGRAMS + 1);
  private readonly members: Uint32Array;

  constructor(words: readonly string[]) {
    this.words = words;
    const { offsets } = this;
    for (const word of words) {
      for (let at = 0; at + 3 <= word.length; at++) {
        offsets[trigramAt(word, at) + 1] += 1;
      }
    }
    for (let group = 1; group <= TRIGRAMS; group++) {
      offsets[group] += offsets[group - 1];
    }
    const next = offsets.slice();
    this.members = new Uint32Array(offsets[TRIGRAMS]);
    words.forEach((word, index) => {
      for (let at = 0; at + 3 <= word.length; at++) {
        this.members[next[trigramAt(word, at)]++] = index;
      }
    });
  }

  /** Numbers of the words that contain the part. */
  containing(part: string): Iterable<number> {
    const found = new Set<number>();
    if (part.length < 3) {
      this.words.forEach((word, index) => {
        if (word.includes(part)) {
          found.add(index);
        }
      });
      return found;
    }
    const { offsets } = this;
    let rarest = trigramAt(part, 0);
    for (let at = 1; at + 3 <= part.length; at++) {
      const group = trigramAt(part, at);
      if (
        offsets[group + 1] - offsets[group] <
        offsets[rarest + 1] - offsets[rarest]
      ) {
        rarest = group;
      }
    }
    for (let at = offsets[rarest]; at < offsets[rarest + 1]; at++) {
      const index = this.members[at];
      if (this.words[index].includes(part)) {
        found.add(index);
      }
    }
    return found;
  }
}

/**
 * Which files contain a literal. One pass over all texts collects their distinct words; a literal is then searched
 * among the words with its rarest three characters, and each literal only once.
 */
export class WordIndex {
  private readonly paths: readonly string[];
  private readonly text: (path: string) => string | undefined;
  private readonly parts: WordParts;
  /** Last entry of the list of files of each word. */
  private readonly heads: Int32Array;
  /** Linked lists: file, and entry before it. */
  private readonly entryFiles: Int32Array;
  private readonly entryBefore: Int32Array;
  private readonly found = new Map<string, ReadonlySet<string>>();

  constructor(
    paths: readonly string[],
    text: (path: string) => string | undefined,
  ) {
    this.paths = paths;
    this.text = text;
    const builder = new Builder();
    paths.forEach((path, file) => builder.add(file, text(path) ?? ''));
    const { words } = builder;
    this.parts = new WordParts(words);
    this.heads = builder.heads.slice(0, words.length);
    this.entryFiles = builder.entryFiles;
    this.entryBefore = builder.entryBefore;
  }

  /** Files whose text contains the literal. */
  containing(literal: string): ReadonlySet<string> {
    let paths = this.found.get(literal);
    if (!paths) {
      paths = this.search(literal);
      this.found.set(literal, paths);
    }
    return paths;
  }

  private search(literal: string): ReadonlySet<string> {
    const [longest = ''] = wordsIn(literal).sort((a, b) => b.length - a.length);
    const candidates =
      longest === '' ? this.paths : this.filesWithPart(longest);
    return longest === literal
      ? new Set(candidates)
      : new Set(
          [...candidates].filter(path =>
            (this.text(path) ?? '').includes(literal),
          ),
        );
  }

  /** Files with a word that contains this part. */
  private filesWithPart(part: string): Iterable<string> {
    const files = new Set<number>();
    for (const word of this.parts.containing(part)) {
      for (
        let entry = this.heads[word];
        entry >= 0;
        entry = this.entryBefore[entry]
      ) {
        files.add(this.entryFiles[entry]);
      }
    }
    return Array.from(files, file => this.paths[file]);
  }
}

/** The low bits of the simple hash are poor. */
function spread(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 3;
}

function grown(array: Int32Array): Int32Array {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** Letters, digits, `_`, `$` and everything beyond ASCII. */
function isWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    code >= 128
  );
}

function wordsIn(literal: string): string[] {
  const words: string[] = [];
  let start = 0;
  for (let at = 0; at <= literal.length; at++) {
    if (at === literal.length || !isWord(literal.charCodeAt(at))) {
      if (at > start) {
        words.push(literal.slice(start, at));
      }
      start = at + 1;
    }
  }
  return words;
}
