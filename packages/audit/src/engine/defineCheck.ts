import { CheckDefinition } from '@readiness/plugin-readiness-common';
import { Check } from './types';

/**
 * Declares a check that a machine judges; about the source tree unless it says otherwise.
 *
 * @public
 */
export function defineCheck(
  check: Omit<CheckDefinition, 'kind'> &
    Pick<Check, 'evaluate'> &
    Partial<Pick<Check, 'subject'>>,
): Check {
  const { evaluate, subject = 'tree', ...definition } = check;
  return { definition: { ...definition, kind: 'judged' }, subject, evaluate };
}
