/** Token of a shell text. */
export type ShellToken =
  | {
      kind: 'word';
      text: string;
      line: number;
      start: number;
      end: number;
      /** Some of it was quoted, so that it is no keyword. */
      quoted: boolean;
      substitutions: {
        kind: 'command' | 'process';
        text: string;
        line: number;
      }[];
    }
  | {
      kind: 'operator';
      text: string;
      line: number;
      start: number;
      end: number;
    };

type WordToken = Extract<ShellToken, { kind: 'word' }>;

const OPERATORS = ['&&', '||', ';;', '|&', ';', '|', '&', '(', ')', '\n'];
const REDIRECT = /^(?:\d*(?:<<<|<<-|<<|<>|<&|>>|>&|>\||<|>)|&>>|&>)/;

class Tokenizer {
  private readonly tokens: ShellToken[] = [];
  private readonly heredocs: { delimiter: string; tabs: boolean }[] = [];
  private index = 0;
  private line: number;

  constructor(private readonly text: string, firstLine: number) {
    this.line = firstLine;
  }

  run(): ShellToken[] {
    while (this.index < this.text.length) {
      this.next();
    }
    return this.tokens;
  }

  private next(): void {
    const { text } = this;
    const char = text[this.index];
    if (char === ' ' || char === '\t' || char === '\r') {
      this.index += 1;
      return;
    }
    if (char === '\\' && text[this.index + 1] === '\n') {
      this.advance(2);
      return;
    }
    if (char === '\\' && text.startsWith('\r\n', this.index + 1)) {
      this.advance(3);
      return;
    }
    if (char === '#') {
      const end = text.indexOf('\n', this.index);
      this.index = end < 0 ? text.length : end;
      return;
    }
    const ahead = text.slice(this.index, this.index + 8);
    const processSubstitution =
      ahead.startsWith('<(') || ahead.startsWith('>(');
    const redirect = processSubstitution ? null : REDIRECT.exec(ahead);
    if (redirect) {
      this.redirect(redirect[0]);
      return;
    }
    if (!processSubstitution) {
      const operator = OPERATORS.find(item => ahead.startsWith(item));
      if (operator) {
        this.operator(operator);
        return;
      }
    }
    this.word();
  }

  private redirect(operator: string): void {
    const start = this.index;
    this.tokens.push({
      kind: 'operator',
      text: operator,
      line: this.line,
      start,
      end: start + operator.length,
    });
    this.index += operator.length;
    if (operator.endsWith('<<') || operator.endsWith('<<-')) {
      while (this.text[this.index] === ' ' || this.text[this.index] === '\t') {
        this.index += 1;
      }
      const before = this.tokens.length;
      if (this.index < this.text.length && this.text[this.index] !== '\n') {
        this.word();
      }
      const delimiter = this.tokens[before];
      if (delimiter?.kind === 'word') {
        this.heredocs.push({
          delimiter: delimiter.text,
          tabs: operator.endsWith('-'),
        });
      }
    }
  }

  private operator(operator: string): void {
    this.tokens.push({
      kind: 'operator',
      text: operator === '|&' ? '|' : operator,
      line: this.line,
      start: this.index,
      end: this.index + operator.length,
    });
    this.advance(operator.length);
    if (operator === '\n') {
      this.skipHeredocs();
    }
  }

  private skipHeredocs(): void {
    for (const { delimiter, tabs } of this.heredocs.splice(0)) {
      while (this.index < this.text.length) {
        const end = this.text.indexOf('\n', this.index);
        const stop = end < 0 ? this.text.length : end;
        const line = this.text.slice(this.index, stop).replace(/\r$/, '');
        this.advance(stop - this.index + 1);
        // Inside YAML the whole block is indented, so the delimiter may be as well.
        if ((tabs ? line.replace(/^\t+/, '') : line) === delimiter) {
          break;
        }
      }
    }
  }

  private word(): void {
    const token: WordToken = {
      kind: 'word',
      text: '',
      line: this.line,
      start: this.index,
      end: this.index,
      quoted: false,
      substitutions: [],
    };
    while (this.index < this.text.length) {
      const char = this.text[this.index];
      const processSubstitution =
        (char === '<' || char === '>') && this.text[this.index + 1] === '(';
      if (' \t\r\n;|&()<>'.includes(char) && !processSubstitution) {
        // `=( … )` of arrays and `name()` of functions are left to the parser.
        break;
      }
      if (processSubstitution) {
        token.text += this.substitution(token, 2, 'process');
      } else if (char === '\\') {
        token.quoted = true;
        const escaped = this.text[this.index + 1] ?? '';
        token.text += escaped === '\n' ? '' : escaped;
        this.advance(2);
      } else if (char === "'") {
        token.quoted = true;
        token.text += this.single();
      } else if (char === '"') {
        token.quoted = true;
        token.text += this.double(token);
      } else if (char === '`') {
        token.text += this.backticks(token);
      } else if (char === '$') {
        token.text += this.dollar(token);
      } else {
        token.text += char;
        this.index += 1;
      }
    }
    if (this.index === token.start) {
      // Nothing was read: never stand still.
      this.advance(1);
    }
    token.end = this.index;
    this.tokens.push(token);
  }

  private single(): string {
    const end = this.text.indexOf("'", this.index + 1);
    const stop = end < 0 ? this.text.length : end;
    const value = this.text.slice(this.index + 1, stop);
    this.advance(stop - this.index + 1);
    return value;
  }

  private double(token: WordToken): string {
    let value = '';
    this.index += 1;
    while (this.index < this.text.length) {
      const char = this.text[this.index];
      if (char === '"') {
        this.index += 1;
        break;
      }
      if (char === '\\') {
        const escaped = this.text[this.index + 1] ?? '';
        value += '"\\$`\n'.includes(escaped)
          ? escaped.replace('\n', '')
          : `\\${escaped}`;
        this.advance(2);
      } else if (char === '$') {
        value += this.dollar(token);
      } else if (char === '`') {
        value += this.backticks(token);
      } else {
        value += char;
        this.advance(1);
      }
    }
    return value;
  }

  private dollar(token: WordToken): string {
    const following = this.text[this.index + 1];
    if (following === "'") {
      this.index += 1;
      return this.single();
    }
    if (following === '(') {
      return this.text[this.index + 2] === '('
        ? this.balanced('(', ')', 1)
        : this.substitution(token, 2, 'command');
    }
    if (following === '{') {
      return this.balanced('{', '}', 1);
    }
    this.index += 1;
    return '$';
  }

  private substitution(
    token: WordToken,
    opening: number,
    kind: 'command' | 'process',
  ): string {
    const { line } = this;
    const whole = this.balanced('(', ')', opening - 1);
    token.substitutions.push({ kind, text: whole.slice(opening, -1), line });
    return whole;
  }

  private backticks(token: WordToken): string {
    const { line } = this;
    const end = this.text.indexOf('`', this.index + 1);
    const stop = end < 0 ? this.text.length : end;
    const inside = this.text.slice(this.index + 1, stop);
    token.substitutions.push({ kind: 'command', text: inside, line });
    this.advance(stop - this.index + 1);
    return `\`${inside}\``;
  }

  /** Text up to the matching bracket; quotes inside may hold brackets of their own. */
  private balanced(open: string, close: string, skip: number): string {
    const start = this.index;
    let at = this.index + skip;
    let depth = 0;
    while (at < this.text.length) {
      const char = this.text[at];
      if (char === '\\') {
        at += 1;
      } else if (char === "'") {
        const end = this.text.indexOf("'", at + 1);
        at = end < 0 ? this.text.length : end;
      } else if (char === open) {
        depth += 1;
      } else if (char === close) {
        depth -= 1;
        if (depth === 0) {
          break;
        }
      }
      at += 1;
    }
    this.advance(Math.min(at + 1, this.text.length) - start);
    return this.text.slice(start, this.index);
  }

  /** Moves on and counts the lines. */
  private advance(count: number): void {
    const stop = Math.min(this.index + count, this.text.length);
    for (; this.index < stop; this.index++) {
      if (this.text[this.index] === '\n') {
        this.line += 1;
      }
    }
    this.index = stop;
  }
}

/**
 * Cuts a shell text into words and operators. Quotes, escapes, substitutions, comments, line continuations and here
 * documents are understood; here documents and comments are left out. Linear in the length of the text.
 */
export function tokenize(text: string, firstLine: number): ShellToken[] {
  return new Tokenizer(text, firstLine).run();
}
