import { CheckDefinition } from '@readiness/plugin-readiness-common';
import { Check } from './types';

/**
 * Declares a check that a machine judges.
 *
 * @public
 */
export function defineCheck(
  check: Omit<CheckDefinition, 'kind'> & Pick<Check, 'evaluate'>,
): Check {
  const { evaluate, ...definition } = check;
  return { definition: { ...definition, kind: 'judged' }, evaluate };
}
