import { RoadmapPhase } from '../model/audit';
import { CheckDefinition, CheckResult } from '../model/check';
import { Standard } from '../model/standard';

/**
 * Phases with one item a check that applies. An item is done when its check passes; exempt items are shown but not
 * counted.
 *
 * @public
 */
export function buildRoadmap(
  results: readonly CheckResult[],
  standard: Standard,
  checks: ReadonlyMap<string, CheckDefinition>,
): RoadmapPhase[] {
  return standard.phases.map(phase => {
    const items = results
      .filter(
        ({ check, status }) =>
          status !== 'not-applicable' && checks.get(check)?.phase === phase.id,
      )
      .map(({ check, status }) => ({
        id: check,
        title: checks.get(check)?.title ?? check,
        done: status === 'pass',
        exempt: status === 'exempt',
        checks: [check],
      }));
    const counted = items.filter(item => !item.exempt);
    return {
      phase: phase.id,
      title: phase.title,
      window: phase.window,
      done: counted.filter(item => item.done).length,
      total: counted.length,
      items,
    };
  });
}
