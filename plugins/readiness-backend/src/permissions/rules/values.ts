/** Values as they are compared. */
export function lower(values: readonly string[]): string[] {
  return values.map(value => value.toLocaleLowerCase('en-US'));
}

/** Whether a value is among others, in any case; nothing is not. */
export function isOneOf(
  value: string | null,
  values: readonly string[],
): boolean {
  return value !== null && lower(values).includes(lower([value])[0]);
}
