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
       * Other intervals for some entities. The first that fits counts.
       */
      schedules?: Array<{
        /**
         * Which entities, a filter predicate of the catalog: kind, lifecycle, an annotation that names the tier. All by
         * default.
         */
        filter?: object;
        /** Only entities that are judged by this standard. */
        standard?: string;
        /** Time between two audits. */
        interval: HumanDuration | string;
      }>;
      /**
       * Longest time that one audit may take.
       *
       * @default 5 minutes
       */
      timeout?: HumanDuration | string;
      /**
       * Repositories at the same time in each backend, 1 to 100.
       *
       * @default 2
       */
      concurrency?: number;
      /**
       * After so many failed runs in a row an entity is a dead letter: it is not tried again until somebody asks for
       * it, or the entity or the rules change.
       *
       * @default 15
       */
      maxAttempts?: number;
      /**
       * How long running audits may still take when the backend stops. What has not ended then goes back to the queue.
       *
       * @default 10 seconds
       */
      shutdownGrace?: HumanDuration | string;
      /**
       * When an entity was last checked longer ago than this, its score is shown as stale.
       *
       * @default 2 days
       */
      staleAfter?: HumanDuration | string;
    };
    /**
     * What all backends together may ask of the hosts that sources are read from. A host that answers with "too many
     * requests" is left alone for as long as it says, whatever is set here.
     */
    sources?: {
      /**
       * Repositories read from one host at the same time.
       *
       * @default 8
       */
      concurrency?: number;
      /**
       * Repositories read from one host in a minute, on average. Unlimited by default.
       */
      perMinute?: number;
      /**
       * Other budgets for some hosts.
       */
      hosts?: Array<{
        /** Name as in the URLs, with the port if there is one. */
        host: string;
        concurrency?: number;
        perMinute?: number;
      }>;
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
       * Long enough for a catalog provider that has been broken over a weekend.
       *
       * @default 7 days
       */
      removeAfter?: HumanDuration | string;
    };
    api?: {
      /**
       * How many findings may be decided about or waived, and audits be asked for, by one caller in a minute, in each
       * backend.
       *
       * @default 2000
       */
      perMinute?: number;
    };
    history?: {
      /**
       * How long changes of scores and daily sums are kept. The latest of each entity stays.
       *
       * @default 730 days
       */
      keep?: HumanDuration | string;
    };
    waivers?: {
      /**
       * Severities for which an accepted risk, a false positive or an exemption waits until somebody else, with the
       * permission `readiness.waiver.approve`, agrees.
       *
       * @default []
       */
      approvalFor?: Array<'critical' | 'high' | 'medium' | 'low'>;
    };
  };
}
