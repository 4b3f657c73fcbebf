import { RoadmapPhase } from '../model/audit';
import { StageCondition, Standard } from '../model/standard';
import { AreaExplanation } from '../scoring/scoreAreas';

/** What a missing item of a phase counts against a missing point of a score. */
const ITEM = 0.1;

/**
 * How far scores and phases are from what a stage and those below it ask for: the sum of all missing points, before
 * rounding, so that every repair shows.
 */
export function distanceToStage(
  stage: string,
  standard: Standard,
  judged: {
    explanations: readonly AreaExplanation[];
    roadmap: readonly RoadmapPhase[];
  },
): number {
  const areas = judged.explanations
    .filter(({ area }) => area.state === 'scored')
    .map(({ area, earned, possible, cap }) => ({
      id: area.id,
      target: area.target,
      score: Math.min((10 * earned) / possible, cap ?? 10),
    }));
  const mean =
    areas.reduce((sum, { score }) => sum + score, 0) /
    Math.max(areas.length, 1);
  const missing = (wanted: number, is: number) => Math.max(0, wanted - is);

  const distanceTo = (condition: StageCondition): number => {
    switch (condition.type) {
      case 'stage':
        return distanceToStage(condition.stage, standard, judged);
      case 'overall-at-least':
        return missing(condition.score, mean) * areas.length;
      case 'areas-at-least':
        return areas
          .filter(({ id }) => condition.areas?.includes(id) ?? true)
          .reduce((sum, { score }) => sum + missing(condition.score, score), 0);
      case 'areas-near-target':
        return areas.reduce(
          (sum, { score, target }) =>
            sum + missing(target - condition.within, score),
          0,
        );
      case 'phases-done':
        return judged.roadmap
          .filter(({ phase }) => condition.phases.includes(phase))
          .reduce(
            (sum, { done, total }) =>
              sum + ITEM * missing(total * condition.share, done),
            0,
          );
      default:
        // Names its checks.
        return 0;
    }
  };
  return (standard.stages.find(({ id }) => id === stage)?.must ?? []).reduce(
    (sum, condition) => sum + distanceTo(condition),
    0,
  );
}
