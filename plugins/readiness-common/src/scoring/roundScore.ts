/**
 * One decimal, half up. The detour over a fixed number of digits keeps 4.35 from becoming 4.3 in binary.
 *
 * @public
 */
export function roundScore(score: number): number {
  return Math.round(Number((score * 10).toFixed(6))) / 10;
}
