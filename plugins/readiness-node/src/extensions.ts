import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { ReadinessCollector } from './collector';

/**
 * Where modules add their collectors.
 *
 * @public
 */
export interface ReadinessCollectorsExtensionPoint {
  /** @throws ConflictError when the id, or one of its checks, is taken. */
  addCollector(collector: ReadinessCollector): void;
}

/**
 * Extension point for collectors.
 *
 * @public
 */
export const readinessCollectorsExtensionPoint =
  createExtensionPoint<ReadinessCollectorsExtensionPoint>({
    id: 'readiness.collectors',
  });
