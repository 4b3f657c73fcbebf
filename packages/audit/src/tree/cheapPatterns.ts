/** More stars in one segment make the regular expression of a pattern slow, and nobody writes them. */
const MAX_STARS_IN_SEGMENT = 3;
/** Longer ones are refused by the engine of regular expressions, or are slow. */
const MAX_LENGTH = 500;

/** Whether a pattern as in `.gitignore` can be tried on every path of a tree. */
export function isCheapPattern(pattern: string): boolean {
  return (
    pattern.length <= MAX_LENGTH &&
    pattern
      .split('/')
      .every(segment => segment.split('*').length - 1 <= MAX_STARS_IN_SEGMENT)
  );
}
