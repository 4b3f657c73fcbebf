import { CheckResult } from '../model/check';
import { Standard } from '../model/standard';
import { scoreAreas } from './scoreAreas';

/** Failures that the explanation of a score names. */
const NAMED = 3;

/**
 * The three failing checks whose repair raises an area most, each with the score that the area would have then. Those
 * that a cap makes useless alone are left out.
 *
 * @public
 */
export function repairsOfArea(
  area: string,
  results: readonly CheckResult[],
  standard: Standard,
): { check: string; score: number }[] {
  const own = results.filter(result => result.area === area);
  const scoreOf = (items: readonly CheckResult[]) =>
    scoreAreas(items, standard).find(item => item.area.id === area)?.area
      .score ?? 0;
  const now = scoreOf(own);
  return own
    .filter(({ status }) => status === 'fail')
    .map(({ check }) => ({
      check,
      score: scoreOf(
        own.map(result =>
          result.check === check
            ? {
                ...result,
                status: 'pass' as const,
                evidence: [],
                share: undefined,
              }
            : result,
        ),
      ),
    }))
    .filter(({ score }) => score > now)
    .sort((a, b) => b.score - a.score || (a.check < b.check ? -1 : 1))
    .slice(0, NAMED);
}
