/** Value of a variable, `undefined` when it is not known. */
export type VariableLookup = (name: string) => string | undefined;

/** What {@link resolveVariables} found. */
export interface ResolvedText {
  text: string;
  /** Variables without a value; they stay in the text as written. */
  unresolved: string[];
  /** Defaults written in the text: `${NAME:-value}`. */
  defaults: { name: string; value: string }[];
}

/** Longer texts are data; nested defaults in them would cost the square of their length. */
const MAX_LENGTH = 10_000;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*/;

/**
 * Replaces `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME-default}` as shells, Dockerfiles and Compose do; `$$` is
 * a dollar sign.
 */
export function resolveVariables(
  raw: string,
  lookup: VariableLookup = () => undefined,
): ResolvedText {
  if (raw.length > MAX_LENGTH) {
    return { text: raw, unresolved: [], defaults: [] };
  }
  const unresolved: string[] = [];
  const defaults: { name: string; value: string }[] = [];
  let text = '';
  let index = 0;
  while (index < raw.length) {
    const char = raw[index];
    if (char !== '$') {
      text += char;
      index += 1;
      continue;
    }
    if (raw[index + 1] === '$') {
      text += '$';
      index += 2;
      continue;
    }
    const braced = raw[index + 1] === '{';
    const name = NAME.exec(
      raw.slice(index + (braced ? 2 : 1), index + 130),
    )?.[0];
    if (!name) {
      text += char;
      index += 1;
      continue;
    }
    const end = braced ? closingBrace(raw, index + 1) : index + 1 + name.length;
    const operator = braced ? raw.slice(index + 2 + name.length, end - 1) : '';
    const fallback = /^:?-([\s\S]*)$/.exec(operator)?.[1];
    if (fallback !== undefined) {
      defaults.push({ name, value: fallback });
    }
    const value = lookup(name) ?? fallback;
    if (value === undefined) {
      unresolved.push(name);
      text += raw.slice(index, end);
    } else {
      text += value.includes('$') ? resolveVariables(value).text : value;
    }
    index = end;
  }
  return { text, unresolved, defaults };
}

function closingBrace(raw: string, open: number): number {
  let depth = 0;
  for (let index = open; index < raw.length; index++) {
    if (raw[index] === '{') {
      depth += 1;
    } else if (raw[index] === '}') {
      depth -= 1;
      if (depth === 0) {
        return index + 1;
      }
    }
  }
  return raw.length;
}
