/** More than this many changes make another word. */
const MAX_DISTANCE = 3;

const MAX_SUGGESTIONS = 3;

/**
 * Words that were probably meant: those within a few changes of `word`, and those that contain it. Best first, at most
 * three.
 *
 * @public
 */
export function nearest(word: string, candidates: readonly string[]): string[] {
  const wanted = word.toLocaleLowerCase('en-US').slice(0, 100);
  return candidates
    .map(candidate => ({ candidate, rank: rankOf(wanted, candidate) }))
    .filter(({ rank }) => rank !== undefined)
    .sort((a, b) => a.rank! - b.rank! || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ candidate }) => candidate);
}

function rankOf(wanted: string, candidate: string): number | undefined {
  const distance = editDistance(wanted, candidate);
  if (distance <= Math.min(MAX_DISTANCE, Math.floor(wanted.length / 3))) {
    return distance;
  }
  if (wanted.length > 2 && candidate.includes(wanted)) {
    return MAX_DISTANCE + 1;
  }
  const words = wanted.split(/[-_ ]+/).filter(part => part.length > 3);
  const shared = words.filter(part => candidate.split('-').includes(part));
  return words.length > 0 && shared.length * 2 > words.length
    ? MAX_DISTANCE + 2
    : undefined;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      current.push(
        Math.min(
          previous[j] + 1,
          current[j - 1] + 1,
          previous[j - 1] + Number(a[i - 1] !== b[j - 1]),
        ),
      );
    }
    previous = current;
  }
  return previous[b.length];
}
