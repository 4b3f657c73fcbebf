import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { assembleAudit, Standard } from '@readiness/plugin-readiness-common';
import {
  ReadinessCollector,
  RepositoryVisit,
} from '@readiness/plugin-readiness-node';
import { Batcher } from '../database/Batcher';
import { AuditLedger, Collection, KnownAudit } from '../ledger/AuditLedger';
import { AuditRun } from '../queue/AuditRun';
import { hashMetadata, ownerOf } from '../queue/seeding/describeEntity';
import { collectAll, Collected } from './collectAll';
import { withDeadline } from './withDeadline';

/** `gone`: the catalog no longer has the entity. `lost`: another worker has taken over, and nothing was written. */
export type AuditOutcome = 'written' | 'unchanged' | 'gone' | 'lost';

/** Runs one audit: collectors, then scores, then the ledger. */
export class AuditRunner {
  private readonly entities: Batcher<string, Entity | undefined>;

  constructor(
    private readonly options: {
      catalog: CatalogService;
      auth: AuthService;
      ledger: AuditLedger;
      standard: Standard;
      collectors: readonly ReadinessCollector[];
      /** Of standard and collectors. */
      rulesHash: string;
      timeoutSeconds: number;
      logger: LoggerService;
    },
  ) {
    const { catalog, auth } = options;
    this.entities = new Batcher({
      run: async entityRefs => {
        const { items } = await catalog.getEntitiesByRefs(
          { entityRefs },
          { credentials: await auth.getOwnServiceCredentials() },
        );
        return items;
      },
      atMost: 100,
    });
  }

  async run(
    run: AuditRun,
    { visit, signal }: { visit: RepositoryVisit; signal: AbortSignal },
  ): Promise<AuditOutcome> {
    const { ledger, rulesHash, timeoutSeconds, logger } = this.options;
    const begin = performance.now();

    const known = await ledger.readKnown(run.entityRef);
    const read = await withDeadline(
      {
        signal,
        seconds: timeoutSeconds,
        message: `The audit took longer than ${timeoutSeconds} seconds (readiness.audits.timeout)`,
      },
      innerSignal => this.collect(run, known, { visit, signal: innerSignal }),
    );
    if (!read) {
      await ledger.dropEntity(run.entityRef);
      return 'gone';
    }

    const { entity, collected } = read;
    const unchanged =
      collected.every(({ collection }) => !collection) &&
      known.rulesHash === rulesHash &&
      known.owner === ownerOf(entity) &&
      !known.becameOverdue;
    const written = unchanged
      ? await ledger.touchAudit({ run })
      : await this.write(run, {
          entity,
          collected,
          startedAt: known.now,
          durationMs: () => Math.round(performance.now() - begin),
        });
    if (!written) {
      logger.debug(`Dropped the audit of ${run.entityRef}: its lease was lost`);
      return 'lost';
    }
    return unchanged ? 'unchanged' : 'written';
  }

  private async collect(
    run: AuditRun,
    known: KnownAudit,
    options: { visit: RepositoryVisit; signal: AbortSignal },
  ): Promise<{ entity: Entity; collected: Collected[] } | undefined> {
    const { logger } = this.options;
    const entity = await this.entities.do(run.entityRef);
    if (!entity) {
      return undefined;
    }
    const collected = await collectAll({
      entity,
      metadataHash: hashMetadata(entity),
      collectors: this.options.collectors,
      known: known.collections,
      logger: logger.child({ entity: run.entityRef }),
      ...options,
    });
    return { entity, collected };
  }

  private async write(
    run: AuditRun,
    options: {
      entity: Entity;
      collected: Collected[];
      startedAt: string;
      durationMs: () => number;
    },
  ): Promise<boolean> {
    const { ledger, standard, rulesHash } = this.options;
    const { entity, collected, startedAt } = options;
    const collections = await this.withStored(run.entityRef, collected);
    // Metadata has no source of its own; the revision belongs to the source that is shown.
    const shown =
      collections.find(({ source }) => source !== null) ?? collections[0];

    const owner = ownerOf(entity);
    return ledger.writeAudit({
      run,
      assemble: knowledge =>
        assembleAudit({
          entity: run.entityRef,
          owner,
          source: shown?.source ?? null,
          revision: shown?.revision ?? null,
          standard,
          checks: this.options.collectors.flatMap(({ checks }) => checks),
          results: collections.flatMap(({ results }) => results),
          skipped: collections.flatMap(({ skipped }) => skipped),
          startedAt,
          durationMs: options.durationMs(),
          ...knowledge,
        }),
      standard,
      rulesHash,
      owner,
      collectorIds: collected.map(({ collectorId }) => collectorId),
      newCollections: collected.flatMap(({ collection }) => collection ?? []),
    });
  }

  private async withStored(
    entityRef: string,
    collected: Collected[],
  ): Promise<Collection[]> {
    const stored = collected.some(({ collection }) => !collection)
      ? await this.options.ledger.readCollections(entityRef)
      : new Map<string, Collection>();
    return collected.map(({ collectorId, collection }) => {
      const found = collection ?? stored.get(collectorId);
      if (!found) {
        throw new Error(`The stored results of "${collectorId}" have gone`);
      }
      return found;
    });
  }
}
