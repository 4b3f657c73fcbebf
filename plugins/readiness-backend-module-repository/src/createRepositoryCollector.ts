import { UrlReaderService } from '@backstage/backend-plugin-api';
import { ScmIntegrationRegistry } from '@backstage/integration';
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
import { findLocalRepository } from './findLocalRepository';
import { findUrlRepository } from './findUrlRepository';
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
    integrations: ScmIntegrationRegistry;
    runner: AuditRunner;
    urlReader: UrlReaderService;
  },
): ReadinessCollector {
  const { integrations, kinds, limits, localRoots, runner, urlReader } =
    options;
  const checks = builtInChecks
    .filter(({ subject }) => subject === 'tree')
    .map(({ definition }) => definition);

  /** `undefined` when the tree is still at the known revision. */
  async function readTree(
    location: SourceLocation,
    { knownRevision, signal }: CollectOptions,
  ): Promise<
    { tree: MemoryTree; revision: string; source: string } | undefined
  > {
    if (location.type === 'url') {
      const frame = findUrlRepository(location.target, integrations);
      const etag = knownRevision;
      const read = await readUrlTree({
        frame,
        etag,
        limits,
        signal,
        urlReader,
      });
      return read && { ...read, source: frame.root };
    }
    const { folder, roots } = await resolveLocalFolder(
      location.path,
      localRoots,
    );
    const { root, focus } = await findLocalRepository(folder, roots);
    const tree = await readDirectory(root, { limits, focus, signal });
    const revision = hashTree(tree);
    return revision === knownRevision
      ? undefined
      : { tree, revision, source: root };
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
      const { tree, revision, source } = read;
      const judged = await runner.run({
        tree,
        checks: checks.map(({ id }) => id),
        signal,
      });
      return { status: 'collected', revision, source, ...judged };
    },
  };
}
