import { HumanDuration } from '@backstage/types';

export interface Config {
  /**
   * Readiness: audits of catalog entities.
   */
  readiness?: {
    audits?: {
      /**
       * Whether this backend audits. With `false` it only answers requests, for instance because other replicas do
       * the work; asked-for audits wait for them.
       *
       * @default true
       */
      enabled?: boolean;
      /**
       * Which entities of the catalog are audited, a filter predicate of the catalog; checked at start.
       *
       * @default { kind: { $in: [Component, API, Resource, System] } }
       */
      filter?: object;
      /**
       * Time between two audits of an entity. An unchanged source costs one conditional request.
       *
       * @default 6 hours
       */
      interval?: HumanDuration | string;
      /**
       * Longest time that one audit may take.
       *
       * @default 5 minutes
       */
      timeout?: HumanDuration | string;
      /**
       * Audits at the same time in each backend, 1 to 100.
       *
       * @default 2
       */
      concurrency?: number;
      /**
       * When an entity was last checked longer ago than this, its score is shown as stale.
       *
       * @default 2 days
       */
      staleAfter?: HumanDuration | string;
    };
    seeding?: {
      /**
       * How often the catalog is read for new, changed and removed entities.
       *
       * @default 30 seconds
       */
      frequency?: HumanDuration | string;
      /**
       * How long audits and findings of an entity are kept after it has gone from the catalog. It is hidden at once.
       *
       * @default 1 hour
       */
      removeAfter?: HumanDuration | string;
    };
  };
}
