import { parse } from 'smol-toml';
import {
  YamlEntry,
  YamlMap,
  YamlScalar,
  YamlValue,
} from '../../facts/yaml/schema';

/** Tables are written in many places; this one is still being filled. */
interface OpenMap extends YamlMap {
  entries: Map<string, YamlEntry>;
}

interface OpenSequence {
  kind: 'sequence';
  items: YamlValue[];
  line: number;
  endLine: number;
}

const ESCAPES: Record<string, string> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  e: '\u001b',
};

class TomlReader {
  private readonly text: string;
  private at = 0;
  private line = 1;

  constructor(text: string) {
    this.text = text;
  }

  document(): YamlMap {
    const root = emptyMap(1);
    let table = root;
    for (;;) {
      this.skipBlank(true);
      if (this.at >= this.text.length) {
        return root;
      }
      const { line } = this;
      if (this.take('[[')) {
        const keys = this.keys();
        this.skipBlank();
        this.take(']]');
        table = this.item(root, keys, line);
      } else if (this.take('[')) {
        const keys = this.keys();
        this.skipBlank();
        this.take(']');
        table = open(root, keys, line);
      } else {
        this.assignment(table);
      }
    }
  }

  /** The map of a new item of a list of tables. */
  private item(root: OpenMap, keys: string[], line: number): OpenMap {
    const parent = open(root, keys.slice(0, -1), line);
    const last = keys[keys.length - 1];
    let list = parent.entries.get(last)?.value as OpenSequence | undefined;
    if (list?.kind !== 'sequence') {
      list = { kind: 'sequence', items: [], line, endLine: line };
      parent.entries.set(last, { key: last, line, endLine: line, value: list });
    }
    const map = emptyMap(line);
    list.items.push(map);
    return map;
  }

  private assignment(table: OpenMap): void {
    const { line } = this;
    const keys = this.keys();
    this.skipBlank();
    this.take('=');
    this.skipBlank();
    const value = this.value();
    const parent = open(table, keys.slice(0, -1), line);
    const key = keys[keys.length - 1];
    parent.entries.set(key, { key, line, endLine: value.endLine, value });
    for (const map of [table, parent]) {
      map.endLine = Math.max(map.endLine, value.endLine);
    }
  }

  private keys(): string[] {
    const keys: string[] = [];
    do {
      this.skipBlank();
      const character = this.text[this.at];
      keys.push(
        character === '"' || character === "'"
          ? this.string().text
          : this.until(' \t\r\n.=]'),
      );
      this.skipBlank();
    } while (this.take('.'));
    return keys;
  }

  private value(): YamlValue {
    const { line } = this;
    const character = this.text[this.at];
    if (character === '"' || character === "'") {
      return this.string();
    }
    if (this.take('[')) {
      const items: YamlValue[] = [];
      for (this.skipBlank(true); !this.take(']'); this.skipBlank(true)) {
        items.push(this.value());
        this.skipBlank(true);
        this.take(',');
      }
      return { kind: 'sequence', items, line, endLine: this.line };
    }
    if (this.take('{')) {
      const map = emptyMap(line);
      for (this.skipBlank(true); !this.take('}'); this.skipBlank(true)) {
        this.assignment(map);
        this.skipBlank(true);
        this.take(',');
      }
      map.endLine = this.line;
      return map;
    }
    const written = this.until(',]}#\r\n').trim();
    return scalar(written, typed(written), line, line);
  }

  private string(): YamlScalar {
    const { line } = this;
    const quote = this.text[this.at];
    const long = this.text.startsWith(quote.repeat(3), this.at);
    const end = long ? quote.repeat(3) : quote;
    this.at += end.length;
    if (long) {
      this.take('\r');
      this.newline();
    }
    let value = '';
    while (this.at < this.text.length && !this.closes(end)) {
      const character = this.text[this.at];
      if (character === '\\' && quote === '"') {
        value += this.escape();
      } else if (!this.newline()) {
        this.at++;
        value += character;
      } else {
        value += '\n';
      }
    }
    this.at += end.length;
    return scalar(value, value, line, this.line);
  }

  /** Whether the string ends here; up to two quotes may stand right before the end of a long one. */
  private closes(end: string): boolean {
    return (
      this.text.startsWith(end, this.at) &&
      (end.length === 1 || !this.text.startsWith(end, this.at + 1))
    );
  }

  private escape(): string {
    const next = this.text[this.at + 1] ?? '';
    this.at += 2;
    if (next === 'u' || next === 'U' || next === 'x') {
      const length = { u: 4, U: 8, x: 2 }[next];
      const code = parseInt(this.text.slice(this.at, this.at + length), 16);
      this.at += length;
      return code <= 0x10ffff ? String.fromCodePoint(code) : '';
    }
    if (' \t\r\n'.includes(next)) {
      // The end of a line that goes on: no white space counts up to the next character.
      this.at--;
      while (' \t\r\n'.includes(this.text[this.at] ?? 'x')) {
        if (!this.newline()) {
          this.at++;
        }
      }
      return '';
    }
    return ESCAPES[next] ?? next;
  }

  private take(token: string): boolean {
    const found = this.text.startsWith(token, this.at);
    this.at += found ? token.length : 0;
    return found;
  }

  private newline(): boolean {
    const found = this.take('\n');
    this.line += found ? 1 : 0;
    return found;
  }

  private until(ends: string): string {
    const start = this.at;
    while (this.at < this.text.length && !ends.includes(this.text[this.at])) {
      this.at++;
    }
    return this.text.slice(start, this.at);
  }

  /** Skips blanks and, across lines, comments. */
  private skipBlank(acrossLines = false): void {
    for (; this.at < this.text.length; ) {
      const character = this.text[this.at];
      if (character === ' ' || character === '\t' || character === '\r') {
        this.at++;
      } else if (acrossLines && character === '#') {
        this.until('\n');
      } else if (!acrossLines || !this.newline()) {
        return;
      }
    }
  }
}

/**
 * Reads TOML with the place of every key and value. A parser that knows the format decides whether it is right; what
 * walks the text here only tells where things stand, and so may be short.
 *
 * @throws Error with the reason when it is no TOML.
 */
export function parseTomlWithPlaces(text: string): YamlMap {
  parse(text);
  return new TomlReader(text).document();
}

function emptyMap(line: number): OpenMap {
  return { kind: 'map', entries: new Map(), line, endLine: line };
}

/** The map below some keys, made where it is missing; of a list of tables, its last item. */
function open(root: OpenMap, keys: string[], line: number): OpenMap {
  let map = root;
  for (const key of keys) {
    let entry = map.entries.get(key);
    if (!entry) {
      entry = { key, line, endLine: line, value: emptyMap(line) };
      map.entries.set(key, entry);
    }
    const { value } = entry;
    const next =
      value.kind === 'sequence' ? value.items[value.items.length - 1] : value;
    if (next?.kind !== 'map') {
      return emptyMap(line);
    }
    map = next as OpenMap;
  }
  return map;
}

/** Value of what stands without quotes; dates stay texts. */
function typed(written: string): string | number | boolean {
  if (written === 'true' || written === 'false') {
    return written === 'true';
  }
  const plain = written.split('_').join('').replace(/^\+/, '');
  const number = plain === '' ? NaN : Number(plain);
  return Number.isFinite(number) ? number : written;
}

function scalar(
  text: string,
  value: string | number | boolean,
  line: number,
  endLine: number,
): YamlScalar {
  return {
    kind: 'scalar',
    value,
    text,
    line,
    endLine,
    contentLine: line,
    literal: false,
  };
}
