import { AuthService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  builtInChecks,
  engineVersion,
  MemoryTree,
  runChecks,
} from '@readiness/audit';
import { ReadinessCollector } from '@readiness/plugin-readiness-node';
import { createHash } from 'crypto';
import { readCatalogFacts } from './readCatalogFacts';

/**
 * Collector that judges the entity as the catalog knows it. Its facts are a few relations, so it judges in process.
 */
export function createCatalogCollector(options: {
  auth: AuthService;
  catalog: CatalogService;
  lifecycles: string[];
}): ReadinessCollector {
  const checks = builtInChecks.filter(({ subject }) => subject === 'catalog');
  return {
    id: 'catalog-metadata',
    version: engineVersion,
    checks: checks.map(({ definition }) => definition),
    async collect({ entity, knownRevision, signal }) {
      const facts = await readCatalogFacts({ ...options, entity });
      const revision = createHash('sha256')
        .update(JSON.stringify(facts))
        .digest('hex')
        .slice(0, 40);
      if (revision === knownRevision) {
        return { status: 'unchanged' };
      }
      const { results } = await runChecks({
        tree: new MemoryTree(new Map()),
        checks,
        catalog: facts,
        signal,
      });
      return { status: 'collected', revision, source: null, results };
    },
  };
}
