import { UrlReaderService } from '@backstage/backend-plugin-api';
import { ScmIntegrationRegistry } from '@backstage/integration';
import {
  AuditRunner,
  builtInChecks,
  engineVersion,
  MemoryTree,
  readDirectory,
} from '@readiness/audit';
import { Entity } from '@backstage/catalog-model';
import {
  CollectOptions,
  ReadinessCollector,
  repositoryOf,
} from '@readiness/plugin-readiness-node';
import { RepositoryOptions } from './config';
import { findLocalRepository } from './findLocalRepository';
import { findUrlRepository } from './findUrlRepository';
import { hashTree } from './hashTree';
import { locateSource, SourceLocation } from './locateSource';
import { RepositoryReader } from './RepositoryReader';
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
  const reader = new RepositoryReader({ limits, urlReader });

  const isCode = (entity: Entity) =>
    kinds.includes(entity.kind.toLocaleLowerCase('en-US'));

  /** `undefined` when the tree is still at the known revision. */
  async function readTree(
    location: SourceLocation,
    { knownRevision, visit, signal }: CollectOptions,
  ): Promise<
    { tree: MemoryTree; revision: string; source: string } | undefined
  > {
    if (location.type === 'url') {
      const frame = findUrlRepository(location.target, integrations);
      const read = await reader.read({
        frame,
        etag: knownRevision,
        visit,
        signal,
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
    locate(entity) {
      const location = isCode(entity) ? locateSource(entity) : undefined;
      if (location?.type !== 'url') {
        return undefined;
      }
      const repository = repositoryOf(location.target);
      return repository
        ? { host: new URL(repository).host, repository }
        : undefined;
    },
    async collect(request) {
      const { entity, knownRevision, signal } = request;
      const location = isCode(entity) ? locateSource(entity) : undefined;
      if (!location) {
        return knownRevision === NO_SOURCE
          ? { status: 'unchanged' }
          : {
              status: 'collected',
              revision: NO_SOURCE,
              source: null,
              results: resultsWithoutSource(checks, isCode(entity)),
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
