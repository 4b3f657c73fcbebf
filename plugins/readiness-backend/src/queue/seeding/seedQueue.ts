import { AuthService } from '@backstage/backend-plugin-api';
import { FilterPredicate } from '@backstage/filter-predicates';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Knex } from 'knex';
import { chunk } from '../../database/chunk';
import { describeEntity } from './describeEntity';
import { EntityPlacer } from './EntityPlacer';
import { listPresent } from './operations/listPresent';
import { markGone } from './operations/markGone';
import { removeGone } from './operations/removeGone';
import { removeUnusedHosts } from './operations/removeUnusedHosts';
import { upsertEntities } from './operations/upsertEntities';

const PAGE_SIZE = 500;
const FIELDS = ['apiVersion', 'kind', 'metadata', 'spec', 'relations'];

/** What one round of seeding changed. */
export interface SeedCounts {
  total: number;
  added: number;
  changed: number;
  gone: number;
  removed: number;
}

/**
 * One round: streams the catalog's entities into the queue. Only a stream that was read to its end tells what is
 * gone; an error on the way changes nothing but the pages before it.
 */
export async function seedQueue(options: {
  knex: Knex;
  catalog: CatalogService;
  auth: AuthService;
  filter: FilterPredicate;
  placer: EntityPlacer;
  removeAfterSeconds: number;
  signal?: AbortSignal;
}): Promise<SeedCounts> {
  const { knex, catalog, auth, filter, placer, signal } = options;
  // Before the stream: an entity that another replica adds meanwhile is not taken for gone.
  const missing = new Set(await listPresent({ knex }));
  const counts = { total: 0, added: 0, changed: 0 };

  const pages = catalog.streamEntities(
    { query: filter, fields: FIELDS, pageSize: PAGE_SIZE },
    { credentials: await auth.getOwnServiceCredentials() },
  );
  for await (const page of pages) {
    signal?.throwIfAborted();
    const entities = page.map(entity => ({
      description: describeEntity(entity),
      placement: placer.place(entity),
    }));
    const { added, changed } = await upsertEntities({ knex, entities });
    counts.total += entities.length;
    counts.added += added;
    counts.changed += changed;
    entities.forEach(({ description }) =>
      missing.delete(description.entity_ref),
    );
  }

  for (const entityRefs of chunk([...missing], PAGE_SIZE)) {
    await markGone({ knex, entityRefs });
  }
  const removed = await removeGone({
    knex,
    graceSeconds: options.removeAfterSeconds,
  });
  await removeUnusedHosts({ knex });
  return { ...counts, gone: missing.size, removed };
}
