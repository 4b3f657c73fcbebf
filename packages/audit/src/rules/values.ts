import { YamlEntry, YamlValue } from '../facts/yaml/schema';
import { matchName } from './globs';
import { compileRegex } from './regex';
import type { Comparison } from './schema';

/** One step of a path of keys. */
export type Step = '**' | { key: string; isPattern: boolean };

/** Values visited in one file for one path. */
const MAX_VISITED = 200_000;
const MAX_STARS = 3;

/** A value that a path leads to, or the place where it is missing. */
export interface Reached {
  /** The key by which it was reached, `undefined` for items and whole documents. */
  entry: YamlEntry | undefined;
  value: YamlValue;
  line: number;
  endLine: number;
  /** Keys on the way; items of lists are numbers. */
  keys: (string | number)[];
}

/**
 * Reads a path of keys: `services.*.image`, `on.push`, `metadata.annotations."backstage.io/techdocs-ref"`.
 *
 * @throws Error with the reason when it is no path.
 */
export function parsePath(path: string | readonly string[]): Step[] {
  const keys: { text: string; quoted: boolean }[] =
    typeof path === 'string'
      ? splitPath(path)
      : path.map(text => ({ text, quoted: false }));
  return keys.map(({ text, quoted }) => {
    if (text === '' && !quoted) {
      throw new Error('has an empty key');
    }
    if (text === '**' && !quoted) {
      return '**';
    }
    if (!quoted && text.split('*').length - 1 > MAX_STARS) {
      throw new Error(`has more than ${MAX_STARS} stars in one key`);
    }
    return { key: text, isPattern: !quoted && text.includes('*') };
  });
}

function splitPath(path: string): { text: string; quoted: boolean }[] {
  const result: { text: string; quoted: boolean }[] = [];
  let at = 0;
  while (at <= path.length) {
    const quote = path[at];
    if (quote === '"' || quote === "'") {
      const end = path.indexOf(quote, at + 1);
      if (end < 0 || (end + 1 < path.length && path[end + 1] !== '.')) {
        throw new Error(`has a ${quote} without its end`);
      }
      result.push({ text: path.slice(at + 1, end), quoted: true });
      at = end + 2;
      if (end + 1 === path.length) {
        break;
      }
    } else {
      const dot = path.indexOf('.', at);
      const end = dot < 0 ? path.length : dot;
      result.push({ text: path.slice(at, end), quoted: false });
      at = end + 1;
    }
  }
  return result;
}

/** Keys without which no value can be at a path: what a text must contain to be worth parsing. */
export function literalKeys(steps: readonly Step[]): string[] {
  return steps.flatMap(step =>
    step === '**' || step.isPattern || /^\d+$/.test(step.key) ? [] : [step.key],
  );
}

/** All values at a path, in the order of the file. */
export function valuesAt(root: YamlValue, steps: readonly Step[]): Reached[] {
  const result: Reached[] = [];
  const seen = new Set<YamlValue>();
  walk(root, steps, (reached, rest) => {
    // Two ways may lead to the same value through `**`.
    if (rest.length === 0 && !seen.has(reached.value)) {
      seen.add(reached.value);
      result.push(reached);
    }
  });
  return result;
}

/**
 * Places where the last keys of a path are missing, which are those behind its last star: the innermost value that is
 * there. Without any service, no service lacks a key.
 */
export function missingAt(root: YamlValue, steps: readonly Step[]): Reached[] {
  const result: Reached[] = [];
  walk(root, steps, (reached, rest) => {
    const [next] = rest;
    if (
      next !== undefined &&
      next !== '**' &&
      rest.every(step => step !== '**' && !step.isPattern) &&
      childOf(reached, next.key) === undefined
    ) {
      result.push(reached);
    }
  });
  return result;
}

/** Visits every value on the way, with the steps that are still to go. */
function walk(
  root: YamlValue,
  steps: readonly Step[],
  visit: (reached: Reached, rest: readonly Step[]) => void,
): void {
  const start: Reached = {
    entry: undefined,
    value: root,
    line: root.line,
    endLine: root.endLine,
    keys: [],
  };
  // A stack, the first on top: trees may be deep.
  const open: { reached: Reached; at: number }[] = [{ reached: start, at: 0 }];
  for (let visited = 0; open.length > 0 && visited < MAX_VISITED; visited++) {
    const { reached, at } = open.pop()!;
    visit(reached, steps.slice(at));
    const step = steps[at];
    const next: typeof open = [];
    if (step === '**') {
      next.push({ reached, at: at + 1 });
      next.push(...children(reached).map(item => ({ reached: item, at })));
    } else if (step) {
      const found = step.isPattern
        ? children(reached).filter(({ keys }) =>
            matchName(step.key, String(keys[keys.length - 1])),
          )
        : [childOf(reached, step.key) ?? []].flat();
      next.push(...found.map(item => ({ reached: item, at: at + 1 })));
    }
    open.push(...next.reverse());
  }
}

function children(reached: Reached): Reached[] {
  const { value, keys } = reached;
  if (value.kind === 'map') {
    return [...value.entries.values()].map(entry => ofEntry(entry, keys));
  }
  return value.kind === 'sequence'
    ? value.items.map((item, index) => ofItem(item, index, keys))
    : [];
}

function childOf({ value, keys }: Reached, key: string): Reached | undefined {
  if (value.kind === 'map') {
    const entry = value.entries.get(key);
    return entry && ofEntry(entry, keys);
  }
  if (value.kind === 'sequence' && /^\d+$/.test(key)) {
    const item = value.items[Number(key)];
    return item && ofItem(item, Number(key), keys);
  }
  return undefined;
}

function ofEntry(entry: YamlEntry, keys: Reached['keys']): Reached {
  return {
    entry,
    value: entry.value,
    line: entry.line,
    endLine: entry.endLine,
    keys: [...keys, entry.key],
  };
}

function ofItem(
  value: YamlValue,
  index: number,
  keys: Reached['keys'],
): Reached {
  return {
    entry: undefined,
    value,
    line: value.line,
    endLine: value.endLine,
    keys: [...keys, index],
  };
}

/** The keys as one would write them; positions in lists are left out, because they move. */
export function pathName(keys: Reached['keys']): string {
  return keys.filter(key => typeof key === 'string').join('.');
}

/** A comparison, ready to be made. `undefined` when everything is right. */
export type Compare = (value: YamlValue) => boolean;

/**
 * Compiles a comparison of a scalar; lists and maps are equal to nothing.
 *
 * @throws Error with the reason for a bad regular expression.
 */
export function compileComparison(wanted: Comparison): Compare | undefined {
  const tests: ((text: string, value: unknown) => boolean)[] = [];
  const fold = (text: string) =>
    wanted.ignoreCase ? text.toLocaleLowerCase('en-US') : text;
  const same = (expected: unknown, text: string, value: unknown) =>
    expected === null
      ? value === null
      : value !== null && fold(String(expected)) === fold(text);
  const { equals, oneOf, matches, atLeast, atMost } = wanted;
  if (equals !== undefined) {
    tests.push((text, value) => same(equals, text, value));
  }
  if (oneOf) {
    tests.push((text, value) => oneOf.some(item => same(item, text, value)));
  }
  if (matches !== undefined) {
    const regex = compileRegex(matches, wanted.ignoreCase);
    tests.push((text, value) => value !== null && regex.test(text));
  }
  const asNumber = (text: string) =>
    text.trim() === '' ? NaN : Number(text.trim());
  if (atLeast !== undefined) {
    tests.push(text => asNumber(text) >= atLeast);
  }
  if (atMost !== undefined) {
    tests.push(text => asNumber(text) <= atMost);
  }
  return tests.length === 0
    ? undefined
    : value =>
        value.kind === 'scalar' &&
        tests.every(test => test(value.text, value.value));
}
