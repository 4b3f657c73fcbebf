/** Narrowing of parsed, foreign data. */

export type Table = Record<string, unknown>;

export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The table below a path of keys; empty when there is none. */
export function tableAt(value: unknown, ...keys: string[]): Table {
  let current: unknown = value;
  for (const key of keys) {
    current =
      isTable(current) && Object.hasOwn(current, key)
        ? current[key]
        : undefined;
  }
  return isTable(current) ? current : {};
}

export function stringsOf(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : [];
}

export function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
