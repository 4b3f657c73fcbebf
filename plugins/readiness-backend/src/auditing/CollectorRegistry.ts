import { ConflictError } from '@backstage/errors';
import {
  ReadinessCollector,
  ReadinessCollectorsExtensionPoint,
} from '@readiness/plugin-readiness-node';

/** The collectors that modules have added. */
export class CollectorRegistry implements ReadinessCollectorsExtensionPoint {
  private readonly collectors = new Map<string, ReadinessCollector>();

  addCollector(collector: ReadinessCollector): void {
    if (this.collectors.has(collector.id)) {
      throw new ConflictError(
        `Two readiness collectors have the id "${collector.id}"`,
      );
    }
    for (const { id } of collector.checks) {
      const other = this.list().find(({ checks }) =>
        checks.some(check => check.id === id),
      );
      if (other) {
        throw new ConflictError(
          `The readiness collectors "${other.id}" and "${collector.id}" both answer the check "${id}"`,
        );
      }
    }
    this.collectors.set(collector.id, collector);
  }

  list(): ReadinessCollector[] {
    return [...this.collectors.values()];
  }
}
