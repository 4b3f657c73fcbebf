import { createHash } from 'crypto';
import { Standard } from '@readiness/plugin-readiness-common';
import { ReadinessCollector } from '@readiness/plugin-readiness-node';

/** Hash of all that judges: with equal hashes, the same sources and the same owner, an audit comes out the same. */
export function hashRules(options: {
  standard: Standard;
  collectors: readonly ReadinessCollector[];
}): string {
  const { standard, collectors } = options;
  return createHash('sha256')
    .update(
      JSON.stringify([
        standard,
        collectors.map(({ id, version, checks }) => [id, version, checks]),
      ]),
    )
    .digest('hex');
}
