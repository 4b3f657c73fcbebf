import { createHash } from 'crypto';
import { version } from '../package.json';
import { builtInChecks } from './checks';

/**
 * Version of the judging: changes with each release and with each check that is added, removed or reworded, so that
 * stored results are made anew.
 *
 * @public
 */
export const engineVersion = `${version}+${createHash('sha256')
  .update(JSON.stringify(builtInChecks.map(({ definition }) => definition)))
  .digest('hex')
  .slice(0, 12)}`;
