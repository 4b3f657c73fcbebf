import { LoggerService } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import {
  ReadinessCollector,
  RepositoryVisit,
} from '@readiness/plugin-readiness-node';
import { Collection, CollectionHead } from '../ledger/AuditLedger';
import { completeResults } from './completeResults';

/** What one collector said: something new, or that what is stored still stands. */
export type Collected =
  | { collectorId: string; collection: Collection }
  | { collectorId: string; collection?: undefined };

/**
 * Asks all collectors at once. The first error ends it and aborts the others: an audit from half of its sources would
 * show scores that nobody can compare.
 */
export async function collectAll(options: {
  entity: Entity;
  metadataHash: string;
  collectors: readonly ReadinessCollector[];
  known: ReadonlyMap<string, CollectionHead>;
  visit: RepositoryVisit;
  logger: LoggerService;
  signal: AbortSignal;
}): Promise<Collected[]> {
  const { collectors } = options;
  const failed = new AbortController();
  const signal = AbortSignal.any([options.signal, failed.signal]);
  try {
    return await Promise.all(
      collectors.map(collector => collect({ ...options, collector, signal })),
    );
  } catch (error) {
    failed.abort(error);
    throw error;
  }
}

async function collect(options: {
  entity: Entity;
  metadataHash: string;
  collector: ReadinessCollector;
  known: ReadonlyMap<string, CollectionHead>;
  visit: RepositoryVisit;
  logger: LoggerService;
  signal: AbortSignal;
}): Promise<Collected> {
  const { collector, entity, metadataHash, known, visit, logger, signal } =
    options;
  const head = known.get(collector.id);
  // Metadata says where a source is: after a change of it, a revision may be that of another source.
  const knownRevision =
    head?.version === collector.version && head.metadataHash === metadataHash
      ? head.revision ?? undefined
      : undefined;

  const outcome = await collector.collect({
    entity,
    knownRevision,
    visit,
    logger: logger.child({ collector: collector.id }),
    signal,
  });
  if (outcome.status === 'unchanged') {
    if (knownRevision === undefined) {
      throw new Error(
        `The collector "${collector.id}" said "unchanged" without a known revision`,
      );
    }
    return { collectorId: collector.id };
  }
  return {
    collectorId: collector.id,
    collection: {
      collectorId: collector.id,
      version: collector.version,
      metadataHash,
      revision: outcome.revision,
      source: outcome.source,
      results: completeResults(collector, outcome.results),
      skipped: outcome.skipped ?? [],
    },
  };
}
