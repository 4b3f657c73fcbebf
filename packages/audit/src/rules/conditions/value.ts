import { documents } from '../documents/documents';
import type { Found, Lookup, Search, Subject } from '../evaluate';
import type { ValueCondition } from '../schema';
import {
  Compare,
  compileComparison,
  literalKeys,
  missingAt,
  parsePath,
  pathName,
  Reached,
  Step,
  valuesAt,
} from '../values';
import { YamlValue } from '../../facts/yaml/schema';
import { candidates, valuesOfFile } from './candidates';

type ValueSubject = Extract<Subject, { kind: 'value' }>;

/** Finds values in YAML, JSON and TOML by the path of their keys. */
export async function findValues(
  condition: ValueCondition,
  search: Search,
): Promise<Lookup> {
  const { context, inside } = search;
  const steps = parsePath(condition.value);
  const read = reader(condition, steps);
  if (inside.kind === 'value' && !condition.in) {
    return { places: read(inside.path, inside.value, inside), unreadable: [] };
  }
  const files = await context.facts(documents);
  const needed = condition.exists === false ? [] : literalKeys(steps);
  const places: Found[] = [];
  const unreadable: string[] = [];
  for (const { path } of await candidates(condition, search)) {
    // Without its keys in the text a value cannot be there, and nothing has to be parsed.
    const text = files.text(path);
    if (text === undefined || !needed.every(key => text.includes(key))) {
      continue;
    }
    const file = files.read(path);
    if (file?.problem) {
      unreadable.push(`${path} cannot be parsed`);
    }
    for (const root of file?.roots ?? []) {
      places.push(...read(path, root));
    }
  }
  return { places, unreadable };
}

function reader(
  condition: ValueCondition,
  steps: readonly Step[],
): (path: string, root: YamlValue, around?: ValueSubject) => Found[] {
  const compare = compileComparison(condition);
  const except = condition.except && compileComparison(condition.except);
  return (path, root, around) => {
    if (condition.exists === false) {
      return missingAt(root, steps).map(item => place(path, item, around));
    }
    const reached = valuesAt(root, steps);
    return (
      compare || except
        ? reached
            .flatMap(itemsOf)
            .filter(({ value }) => isWanted(value, compare, except))
        : reached
    ).map(item => place(path, item, around));
  };
}

/** A list is compared item by item. */
function itemsOf(reached: Reached): Reached[] {
  return reached.value.kind === 'sequence'
    ? reached.value.items.map((value, index) => ({
        entry: reached.entry,
        value,
        line: value.line,
        endLine: value.endLine,
        keys: [...reached.keys, index],
      }))
    : [reached];
}

function isWanted(
  value: YamlValue,
  compare: Compare | undefined,
  except: Compare | undefined,
): boolean {
  return (compare?.(value) ?? true) && !(except?.(value) ?? false);
}

function place(
  path: string,
  reached: Reached,
  around: ValueSubject | undefined,
): Found {
  const { value, keys } = reached;
  // What is missing in a subject is missing at the subject.
  const { line, endLine } = around && keys.length === 0 ? around : reached;
  const names = keys.filter(key => typeof key === 'string');
  const name = [around?.keys, pathName(keys)].filter(Boolean).join('.');
  // Items of lists move; the line tells them apart better than their number.
  const isStable =
    names.length === keys.length && (!around || around.subject !== undefined);
  const subject = isStable && name ? { subject: name } : {};
  return {
    path,
    line,
    ...(endLine > line ? { endLine } : {}),
    ...subject,
    values: {
      ...valuesOfFile(path),
      line: String(line),
      ...(names.length > 0 ? { key: names[names.length - 1] } : {}),
      ...(name ? { keys: name } : {}),
      ...(value.kind === 'scalar' ? { value: value.text } : {}),
    },
    inside: {
      kind: 'value',
      path,
      value,
      line,
      endLine,
      keys: name,
      ...subject,
    },
  };
}
