import { LoggerService } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import {
  CheckDefinition,
  CheckResult,
  SkippedFile,
} from '@readiness/plugin-readiness-common';

/**
 * One stay at a repository.
 *
 * @public
 */
export interface RepositoryVisit {
  /** How many entities are audited during it. */
  readonly entities: number;
}

/**
 * What a collector gets for one audit.
 *
 * @public
 */
export interface CollectOptions {
  entity: Entity;
  /**
   * Revision that this collector returned when its results were stored, for a conditional request; absent when the
   * results must be made anew.
   */
  knownRevision?: string;
  /**
   * One object for all entities of a repository that are audited one after the other. As the key of a `WeakMap` it
   * lets a collector keep what it has read for as long as that goes on.
   */
  visit: RepositoryVisit;
  logger: LoggerService;
  /** Aborted when the backend stops or the audit exceeds its time. */
  signal: AbortSignal;
}

/**
 * Where a collector reads an entity from.
 *
 * @public
 */
export interface SourcePlace {
  /** Host with its port, if any. All replicas together keep to a budget of it. */
  host: string;
  /** From `repositoryOf`. Entities that share it are audited together, by one replica, and at once after a push. */
  repository: string;
}

/**
 * What a collector says about one entity.
 *
 * @public
 */
export type CollectOutcome =
  /** The source is still at `knownRevision`: nothing was parsed, the stored results stand. */
  | { status: 'unchanged' }
  | {
      status: 'collected';
      /** Identifies what was judged; equal revisions mean equal results. `null` when it cannot be told. */
      revision: string | null;
      /** URL or directory, shown to people; `null` for metadata. */
      source: string | null;
      /** One result for each of the collector's checks. */
      results: CheckResult[];
      skipped?: SkippedFile[];
    };

/**
 * Reads facts about entities from one kind of source and judges its checks over them.
 *
 * An error thrown by `collect` fails the audit: it is shown with its message, retried with back-off, and the last
 * good audit stays visible. A {@link RateLimitedError} only postpones it.
 *
 * @public
 */
export interface ReadinessCollector {
  /** Kebab-case, stable: stored results belong to it. */
  id: string;
  /** Changes when the same source could give other results. */
  version: string;
  /** The checks that this collector answers. An id must not be claimed by two collectors. */
  checks: readonly CheckDefinition[];
  /** Where `collect` will read an entity from, without asking anybody; `undefined` when it reads from no host. */
  locate?(entity: Entity): SourcePlace | undefined;
  collect(options: CollectOptions): Promise<CollectOutcome>;
}
