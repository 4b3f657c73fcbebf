import {
  RateLimitedError,
  ReadinessCollector,
  RepositoryVisit,
} from '@readiness/plugin-readiness-node';
import { check, resultOf, Source } from './world';

const SOURCE = 'example.com/source';

/** Reads the sources of the test's host: once a visit, conditionally. */
export function createFaultsCollector(): ReadinessCollector {
  const visits = new WeakMap<RepositoryVisit, Source>();
  return {
    id: 'faults',
    version: '1',
    checks: [check],
    locate(entity) {
      const url = entity.metadata.annotations![SOURCE];
      return { host: new URL(url).host, repository: url };
    },
    async collect({ entity, knownRevision, visit, signal }) {
      const url = entity.metadata.annotations![SOURCE];
      let source = visits.get(visit);
      if (!source) {
        const response = await fetch(url, {
          headers: knownRevision ? { 'If-None-Match': knownRevision } : {},
          signal,
        });
        if (response.status === 304) {
          return { status: 'unchanged' };
        }
        if (response.status === 429) {
          throw new RateLimitedError('HTTP 429', {
            retryAfterSeconds: Number(response.headers.get('Retry-After')),
          });
        }
        if (!response.ok) {
          throw new Error(`HTTP ${response.status}`);
        }
        source = (await response.json()) as Source;
        visits.set(visit, source);
      }
      return source.revision === knownRevision
        ? { status: 'unchanged' }
        : {
            status: 'collected',
            revision: source.revision,
            source: url,
            results: [resultOf(source)],
          };
    },
  };
}
