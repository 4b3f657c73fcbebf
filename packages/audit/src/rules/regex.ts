import { RE2JS } from 're2js';

/** A compiled regular expression of a check, matched in linear time. */
export interface Regex {
  /** Whether it is found in a text. */
  test(text: string): boolean;
  /** Every place where it is found, with its named groups; at most `limit`. */
  find(
    text: string,
    limit: number,
  ): { start: number; end: number; groups: Record<string, string> }[];
  /** Literals of which one is in every text that it matches; empty when none is known. */
  literals: string[];
}

const REFUSED: readonly [mark: string, what: string][] = [
  ['(?=', 'look-ahead'],
  ['(?!', 'look-ahead'],
  ['(?<=', 'look-behind'],
  ['(?<!', 'look-behind'],
];

/**
 * Compiles a regular expression. `^` and `$` match at the ends of lines.
 *
 * @throws Error with the reason for what cannot be matched in linear time, and for mistakes.
 */
export function compileRegex(source: string, ignoreCase = false): Regex {
  for (const [mark, what] of REFUSED) {
    if (hasOutsideClass(source, mark)) {
      throw new Error(
        `has a ${what} ("${mark}"), which cannot be matched in linear time; say what must not match with "except" or "not"`,
      );
    }
  }
  const reference = backReference(source);
  if (reference) {
    throw new Error(
      `has a back-reference ("${reference}"), which cannot be matched in linear time`,
    );
  }
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(
      source,
      // eslint-disable-next-line no-bitwise
      RE2JS.MULTILINE | (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0),
    );
  } catch (error) {
    throw new Error(
      `is no regular expression: ${(error as Error).message
        .split('\n')[0]
        .replace(/^error parsing regexp: /, '')}`,
    );
  }
  const names = Object.entries(
    compiled.namedGroups() as Record<string, number>,
  );
  return {
    test: text => compiled.test(text),
    find: (text, limit) => {
      const matcher = compiled.matcher(text);
      const result: ReturnType<Regex['find']> = [];
      while (result.length < limit && matcher.find()) {
        result.push({
          start: matcher.start(),
          end: matcher.end(),
          groups: Object.fromEntries(
            names.map(([name, index]) => [name, matcher.group(index) ?? '']),
          ),
        });
      }
      return result;
    },
    literals: ignoreCase ? [] : literalsOf(source),
  };
}

function hasOutsideClass(source: string, mark: string): boolean {
  let inClass = false;
  for (let at = 0; at < source.length; at++) {
    const character = source[at];
    if (character === '\\') {
      at++;
    } else if (inClass) {
      inClass = character !== ']';
    } else if (character === '[') {
      inClass = true;
      // A bracket that comes first is an item.
      at += source[at + 1] === '^' ? 1 : 0;
      at += source[at + 1] === ']' ? 1 : 0;
    } else if (source.startsWith(mark, at)) {
      return true;
    }
  }
  return false;
}

function backReference(source: string): string | undefined {
  for (let at = 0; at < source.length; at++) {
    if (source[at] === '\\') {
      const next = source[at + 1] ?? '';
      if (next >= '1' && next <= '9') {
        return `\\${next}`;
      }
      if (next === 'k' && source[at + 2] === '<') {
        return source.slice(at, source.indexOf('>', at) + 1) || '\\k<';
      }
      at++;
    }
  }
  return undefined;
}

/**
 * Literals of which every match contains one, so that files without them need no look: the longest run of plain
 * characters in each alternative of the top level. Nothing is claimed where one alternative has none.
 */
export function literalsOf(source: string): string[] {
  if (source.includes('(?')) {
    // Flags may change what letters mean; named groups are not worth the parsing.
    const named = source.split('(?P<').length + source.split('(?:').length - 2;
    if (
      named + source.split('(?<').length - 1 <
      source.split('(?').length - 1
    ) {
      return [];
    }
  }
  const alternatives = splitTopLevel(source);
  const result: string[] = [];
  for (const alternative of alternatives) {
    const runs = plainRuns(alternative).filter(run => run.trim().length >= 2);
    if (runs.length === 0) {
      return [];
    }
    result.push(runs.reduce((a, b) => (b.length > a.length ? b : a)));
  }
  return result;
}

function splitTopLevel(source: string): string[] {
  const result: string[] = [];
  let depth = 0;
  let inClass = false;
  let current = '';
  for (let at = 0; at < source.length; at++) {
    const character = source[at];
    if (character === '\\') {
      current += character + (source[at + 1] ?? '');
      at++;
      continue;
    }
    if (inClass) {
      inClass = character !== ']';
    } else if (character === '[') {
      inClass = true;
      if (source[at + 1] === ']' || source.startsWith('^]', at + 1)) {
        const length = source[at + 1] === ']' ? 2 : 3;
        current += source.slice(at, at + length);
        at += length - 1;
        continue;
      }
    } else if (character === '(') {
      depth++;
    } else if (character === ')') {
      depth--;
    } else if (character === '|' && depth === 0) {
      result.push(current);
      current = '';
      continue;
    }
    current += character;
  }
  return [...result, current];
}

const PLAIN = /[A-Za-z0-9_ \-/:@=<>"'#%&,;!~`]/;
const QUANTIFIERS = '*+?{';

/** Runs of characters outside of groups and classes that are matched as they stand. */
function plainRuns(alternative: string): string[] {
  const runs: string[] = [];
  let run = '';
  let depth = 0;
  const close = () => {
    runs.push(run);
    run = '';
  };
  for (let at = 0; at < alternative.length; at++) {
    let character: string | undefined = alternative[at];
    let width = 1;
    if (character === '[') {
      close();
      const from = at + (alternative.startsWith('[^]', at) ? 3 : 2);
      for (at = from; at < alternative.length; at++) {
        if (alternative[at] === '\\') {
          at++;
        } else if (alternative[at] === ']') {
          break;
        }
      }
      continue;
    }
    if (character === '(' || character === ')') {
      depth += character === '(' ? 1 : -1;
      close();
      continue;
    }
    if (character === '\\') {
      const next = alternative[at + 1] ?? '';
      character = /[A-Za-z0-9]/.test(next) ? undefined : next;
      width = 2;
      // Unicode classes and code points: `\pL`, `\p{Greek}`, `\x{10FFFF}`.
      if ('pPx'.includes(next) && alternative[at + 2] === '{') {
        width = Math.max(2, alternative.indexOf('}', at) + 1 - at);
      } else if ('pPx'.includes(next)) {
        width = next === 'x' ? 4 : 3;
      } else if (next === 'Q') {
        return [];
      }
    } else if (!PLAIN.test(character)) {
      character = undefined;
    }
    const quantifier = alternative[at + width] ?? '';
    if (depth > 0 || character === undefined) {
      close();
    } else if (quantifier && QUANTIFIERS.includes(quantifier)) {
      if (quantifier === '+') {
        run += character;
      }
      close();
    } else {
      run += character;
    }
    at += width - 1;
    if (alternative[at + 1] === '{') {
      // The numbers of a repetition are no text.
      const end = alternative.indexOf('}', at);
      at = end < 0 ? alternative.length : end;
    }
  }
  close();
  return runs.filter(Boolean);
}
