import { Entity } from '@backstage/catalog-model';
import {
  FilterPredicate,
  filterPredicateToFilterFunction,
} from '@backstage/filter-predicates';
import { ReadinessCollector } from '@readiness/plugin-readiness-node';
import { ScheduleConfig } from '../../config/readReadinessConfig';
import { QueueRow } from '../../database/tables';

/** Where an entity stands in the queue: whose budget it uses, with whom it is read, and how often. */
export type Placement = Pick<
  QueueRow,
  'host' | 'repository' | 'interval_seconds'
>;

/** Decides where entities stand in the queue. */
export class EntityPlacer {
  private readonly schedules: {
    matches: (entity: Entity) => boolean;
    intervalSeconds: number;
  }[];

  constructor(
    private readonly options: {
      collectors: readonly ReadinessCollector[];
      /** The first that fits counts. */
      schedules: readonly ScheduleConfig[];
      /** Id of the standard that entities are judged by. */
      standard: string;
      /** For all that no schedule fits. */
      intervalSeconds: number;
    },
  ) {
    this.schedules = options.schedules
      .filter(
        ({ standard = options.standard }) => standard === options.standard,
      )
      .map(({ filter, intervalSeconds }) => ({
        matches: toFilter(filter),
        intervalSeconds,
      }));
  }

  place(entity: Entity): Placement {
    const { collectors, intervalSeconds } = this.options;
    const place = collectors
      .map(collector => locate(collector, entity))
      .find(found => found !== undefined);
    return {
      host: place?.host ?? '',
      repository: place?.repository ?? null,
      interval_seconds:
        this.schedules.find(({ matches }) => matches(entity))
          ?.intervalSeconds ?? intervalSeconds,
    };
  }
}

function toFilter(filter: FilterPredicate): (entity: Entity) => boolean {
  return filterPredicateToFilterFunction(filter);
}

/** What cannot be located is told by the audit, not by the seeding of all others. */
function locate(collector: ReadinessCollector, entity: Entity) {
  try {
    return collector.locate?.(entity);
  } catch {
    return undefined;
  }
}
