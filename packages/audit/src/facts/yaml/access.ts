import { YamlEntry, YamlMap, YamlScalar, YamlValue } from './schema';

/** Entry of a map at a path of keys; `undefined` when there is none. */
export function entryAt(
  value: YamlValue | undefined,
  ...keys: string[]
): YamlEntry | undefined {
  let current = value;
  let entry: YamlEntry | undefined;
  for (const key of keys) {
    entry = current?.kind === 'map' ? current.entries.get(key) : undefined;
    current = entry?.value;
  }
  return entry;
}

/** Value at a path of keys. */
export function valueAt(
  value: YamlValue | undefined,
  ...keys: string[]
): YamlValue | undefined {
  return keys.length === 0 ? value : entryAt(value, ...keys)?.value;
}

/** Text of the scalar at a path of keys; `undefined` for null, lists and maps. */
export function textAt(
  value: YamlValue | undefined,
  ...keys: string[]
): string | undefined {
  const found = valueAt(value, ...keys);
  return found?.kind === 'scalar' && found.value !== null
    ? found.text
    : undefined;
}

/** Number at a path of keys. */
export function numberAt(
  value: YamlValue | undefined,
  ...keys: string[]
): number | undefined {
  const text = textAt(value, ...keys);
  const number = text === undefined || text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** Truth of a scalar as the tools read it: booleans also as strings. */
export function truthAt(
  value: YamlValue | undefined,
  ...keys: string[]
): boolean | undefined {
  const text = textAt(value, ...keys)?.toLocaleLowerCase('en-US');
  if (text === 'true' || text === 'yes' || text === 'on') {
    return true;
  }
  return text === 'false' || text === 'no' || text === 'off'
    ? false
    : undefined;
}

/** Items of a list; a single scalar or map counts as a list of one. */
export function itemsOf(value: YamlValue | undefined): readonly YamlValue[] {
  if (!value || (value.kind === 'scalar' && value.value === null)) {
    return [];
  }
  return value.kind === 'sequence' ? value.items : [value];
}

/** Scalars of a list. */
export function scalarsOf(value: YamlValue | undefined): YamlScalar[] {
  return itemsOf(value).filter(
    (item): item is YamlScalar => item.kind === 'scalar' && item.value !== null,
  );
}

/** Entries of a map; nothing for other values. */
export function entriesOf(value: YamlValue | undefined): YamlEntry[] {
  return value?.kind === 'map' ? [...value.entries.values()] : [];
}

/** The value as a map. */
export function mapOf(value: YamlValue | undefined): YamlMap | undefined {
  return value?.kind === 'map' ? value : undefined;
}
