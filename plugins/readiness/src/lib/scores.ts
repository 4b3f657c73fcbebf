/** How a score stands to its target; decides colour, and words beside it say the same. */
export type Tone = 'met' | 'near' | 'far';

export function toneOf(score: number, target: number): Tone {
  const gap = target - score;
  if (gap <= 0) {
    return 'met';
  }
  return gap <= 2 ? 'near' : 'far';
}

/** One decimal always, so that columns of scores align. */
export function formatScore(score: number | null | undefined): string {
  return score === null || score === undefined ? '–' : score.toFixed(1);
}

/** Targets are mostly whole: 9, but 8.4. */
export function formatTarget(target: number | null | undefined): string {
  return target === null || target === undefined
    ? '–'
    : String(Math.round(target * 10) / 10);
}
