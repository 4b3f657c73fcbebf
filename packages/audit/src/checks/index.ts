import { NotFoundError } from '@backstage/errors';
import { Check } from '../engine/types';
import { builtInChecks } from './builtInChecks.generated';

export { builtInChecks };

const byId = new Map(builtInChecks.map(check => [check.definition.id, check]));

/**
 * A built-in check.
 *
 * @throws NotFoundError for an id that does not exist.
 * @public
 */
export function checksById(id: string): Check {
  const check = byId.get(id);
  if (!check) {
    throw new NotFoundError(`There is no check "${id}"`);
  }
  return check;
}
