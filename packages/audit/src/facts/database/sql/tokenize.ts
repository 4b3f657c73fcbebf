/** Piece of an SQL text. */
export interface SqlToken {
  kind: 'word' | 'name' | 'string' | 'number' | 'symbol';
  /** Words in lower case, quoted names as written without their quotes. */
  text: string;
  /** Line in the text, from 1. */
  line: number;
}

/** A statement: its tokens without the semicolon. */
export interface SqlStatement {
  tokens: SqlToken[];
  line: number;
  endLine: number;
}

const WORD_START = /[A-Za-z_\u0080-\uffff]/;
const WORD_PART = /[\w$\u0080-\uffff]/;
/** Bounds the work on one text. */
const MAX_TOKENS = 400_000;

/**
 * Cuts an SQL text into statements. Comments and strings are respected in the forms of PostgreSQL, MySQL, SQLite and SQL
 * Server; every character is looked at once.
 */
export function tokenizeSql(text: string): SqlStatement[] {
  const statements: SqlStatement[] = [];
  let tokens: SqlToken[] = [];
  let line = 1;
  let at = 0;
  let count = 0;
  const finish = () => {
    if (tokens.length > 0) {
      statements.push({
        tokens,
        line: tokens[0].line,
        endLine: tokens[tokens.length - 1].line,
      });
      tokens = [];
    }
  };
  const push = (kind: SqlToken['kind'], value: string, from: number) => {
    tokens.push({ kind, text: value, line: from });
    count++;
  };
  /** Moves behind `end`, counting lines. */
  const skipTo = (end: number) => {
    for (
      let next = text.indexOf('\n', at);
      next >= 0 && next < end;
      next = text.indexOf('\n', next + 1)
    ) {
      line++;
    }
    at = end;
  };
  while (at < text.length && count < MAX_TOKENS) {
    const char = text[at];
    if (char === '\n') {
      line++;
      at++;
    } else if (char === ' ' || char === '\t' || char === '\r') {
      at++;
    } else if (text.startsWith('--', at)) {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
    } else if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2);
      skipTo(end < 0 ? text.length : end + 2);
    } else if (char === ';') {
      finish();
      at++;
    } else if (char === "'" || char === '"' || char === '`') {
      const from = line;
      const end = closingQuote(text, at, char);
      const value = text.slice(at + 1, end).replaceAll(char + char, char);
      skipTo(Math.min(end + 1, text.length));
      push(char === "'" ? 'string' : 'name', value, from);
    } else if (char === '[' && /[A-Za-z_]/.test(text[at + 1] ?? '')) {
      // SQL Server quotes names so; in arrays of PostgreSQL a word in brackets does no harm.
      const end = text.indexOf(']', at);
      const stop = end < 0 ? text.length : end;
      push('name', text.slice(at + 1, stop), line);
      skipTo(Math.min(stop + 1, text.length));
    } else if (char === '$' && dollarTag(text, at) !== undefined) {
      const tag = dollarTag(text, at)!;
      const from = line;
      const end = text.indexOf(tag, at + tag.length);
      const stop = end < 0 ? text.length : end;
      const value = text.slice(at + tag.length, stop);
      skipTo(Math.min(stop + tag.length, text.length));
      push('string', value, from);
    } else if (WORD_START.test(char)) {
      let end = at + 1;
      while (end < text.length && WORD_PART.test(text[end])) {
        end++;
      }
      push('word', text.slice(at, end).toLowerCase(), line);
      at = end;
    } else if (char >= '0' && char <= '9') {
      let end = at + 1;
      while (end < text.length && /[\w.]/.test(text[end])) {
        end++;
      }
      push('number', text.slice(at, end), line);
      at = end;
    } else {
      push('symbol', char, line);
      at++;
    }
  }
  finish();
  return statements;
}

function closingQuote(text: string, from: number, quote: string): number {
  let end = text.indexOf(quote, from + 1);
  while (end >= 0 && text[end + 1] === quote) {
    end = text.indexOf(quote, end + 2);
  }
  return end < 0 ? text.length : end;
}

/** `$$` or `$tag$`; `$1` is a parameter. */
function dollarTag(text: string, at: number): string | undefined {
  let end = at + 1;
  while (end < text.length && end - at < 64 && /\w/.test(text[end])) {
    end++;
  }
  return text[end] === '$' && !/[0-9]/.test(text[at + 1] ?? '')
    ? text.slice(at, end + 1)
    : undefined;
}
