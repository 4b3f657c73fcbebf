/** One of something, or a list, as a list. */
export function listOf<T>(value: T | readonly T[] | undefined): T[] {
  return value === undefined ? [] : ([value].flat() as T[]);
}
