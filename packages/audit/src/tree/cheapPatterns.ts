/** More stars in one segment make the regular expression of a pattern slow, and nobody writes them. */
const MAX_STARS_IN_SEGMENT = 3;
/** In all segments: each `**` multiplies the work of those behind it. */
const MAX_STARS = 8;
/** Longer ones are refused by the engine of regular expressions, or are slow. */
const MAX_LENGTH = 500;

/** Whether a pattern as in `.gitignore` can be tried on every path of a tree. */
export function isCheapPattern(pattern: string): boolean {
  return (
    pattern.length <= MAX_LENGTH &&
    starsIn(pattern) <= MAX_STARS &&
    pattern
      .split('/')
      .every(segment => starsIn(segment) <= MAX_STARS_IN_SEGMENT)
  );
}

function starsIn(text: string): number {
  return text.split('*').length - 1;
}
