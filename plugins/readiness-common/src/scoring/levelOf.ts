import { StageVerdict } from '../model/audit';
import { Standard } from '../model/standard';

/**
 * Id of the highest level whose condition holds.
 *
 * @public
 */
export function levelOf(
  verdicts: readonly StageVerdict[],
  standard: Standard,
): string {
  let highest = standard.levels[0].id;
  for (const level of standard.levels) {
    const verdict = verdicts.find(({ stage }) => stage === level.stage);
    if (
      !level.stage ||
      (verdict && level.verdicts?.includes(verdict.verdict))
    ) {
      highest = level.id;
    }
  }
  return highest;
}
