import { UrlReaderService } from '@backstage/backend-plugin-api';
import {
  AuditRunner,
  builtInChecks,
  engineVersion,
  MemoryTree,
  readDirectory,
} from '@readiness/audit';
import {
  CollectOptions,
  ReadinessCollector,
} from '@readiness/plugin-readiness-node';
import { RepositoryOptions } from './config';
import { hashTree } from './hashTree';
import { locateSource, SourceLocation } from './locateSource';
import { readUrlTree } from './readUrlTree';
import { resolveLocalFolder } from './resolveLocalFolder';
import { resultsWithoutSource } from './resultsWithoutSource';

/** Revision of an entity without a tree. */
const NO_SOURCE = 'no-source';

/**
 * Collector that judges everything a source tree can show.
 */
export function createRepositoryCollector(
  options: Pick<RepositoryOptions, 'kinds' | 'limits' | 'localRoots'> & {
    runner: AuditRunner;
    urlReader: UrlReaderService;
  },
): ReadinessCollector {
  const { kinds, limits, localRoots, runner, urlReader } = options;
  const checks = builtInChecks
    .filter(({ subject }) => subject === 'tree')
    .map(({ definition }) => definition);

  /** `undefined` when the tree is still at the known revision. */
  async function readTree(
    location: SourceLocation,
    { knownRevision, signal }: CollectOptions,
  ): Promise<{ tree: MemoryTree; revision: string } | undefined> {
    if (location.type === 'url') {
      const url = location.target;
      const etag = knownRevision;
      const read = await readUrlTree({ url, etag, limits, signal, urlReader });
      return read && { tree: read.tree, revision: read.etag };
    }
    const folder = await resolveLocalFolder(location.path, localRoots);
    const tree = await readDirectory(folder, { limits, signal });
    const revision = hashTree(tree);
    return revision === knownRevision ? undefined : { tree, revision };
  }

  return {
    id: 'repository',
    version: engineVersion,
    checks,
    async collect(request) {
      const { entity, knownRevision, signal } = request;
      const isCode = kinds.includes(entity.kind.toLocaleLowerCase('en-US'));
      const location = isCode ? locateSource(entity) : undefined;
      if (!location) {
        return knownRevision === NO_SOURCE
          ? { status: 'unchanged' }
          : {
              status: 'collected',
              revision: NO_SOURCE,
              source: null,
              results: resultsWithoutSource(checks, isCode),
            };
      }

      const read = await readTree(location, request);
      if (!read) {
        return { status: 'unchanged' };
      }
      const { results, skipped } = await runner.run({
        tree: read.tree,
        checks: checks.map(({ id }) => id),
        signal,
      });
      return {
        status: 'collected',
        revision: read.revision,
        source: location.type === 'url' ? location.target : location.path,
        results,
        skipped,
      };
    },
  };
}
