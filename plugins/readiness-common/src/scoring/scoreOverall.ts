import { AreaScore, Audit } from '../model/audit';
import { Standard } from '../model/standard';
import { roundScore } from './roundScore';

/**
 * Mean of the scored areas (weighted as the standard says) and of the same areas' targets, each 0–10 with one decimal.
 *
 * @public
 */
export function scoreOverall(
  areas: readonly AreaScore[],
  standard: Standard,
): Audit['overall'] {
  let weights = 0;
  let scores = 0;
  let targets = 0;
  for (const area of areas) {
    if (area.score === null) {
      continue;
    }
    const weight = standard.areas.find(({ id }) => id === area.id)?.weight ?? 1;
    weights += weight;
    scores += weight * area.score;
    targets += weight * area.target;
  }
  if (weights === 0) {
    return { score: null, target: null, gap: null };
  }
  const score = roundScore(scores / weights);
  const target = roundScore(targets / weights);
  return { score, target, gap: roundScore(target - score) };
}
