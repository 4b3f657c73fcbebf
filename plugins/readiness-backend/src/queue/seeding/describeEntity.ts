import { createHash } from 'crypto';
import {
  Entity,
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { EntityRow } from '../../database/tables';

const LONGEST_TITLE = 200;

/** Columns of `entities` that come from the catalog. */
export type EntityDescription = Pick<
  EntityRow,
  | 'entity_ref'
  | 'kind'
  | 'namespace'
  | 'name'
  | 'title'
  | 'title_key'
  | 'type'
  | 'owner'
  | 'system'
  | 'lifecycle'
  | 'tags'
  | 'metadata_hash'
>;

/** What the ledger keeps of an entity. */
export function describeEntity(entity: Entity): EntityDescription {
  const { kind, metadata, spec } = entity;
  const title = (text(metadata.title) ?? metadata.name).slice(0, LONGEST_TITLE);
  return {
    entity_ref: stringifyEntityRef(entity),
    kind,
    namespace: metadata.namespace ?? 'default',
    name: metadata.name,
    title,
    title_key: title.toLocaleLowerCase('en-US'),
    type: text(spec?.type),
    owner: ownerOf(entity),
    system: targetOf(entity, RELATION_PART_OF, 'system:'),
    lifecycle: text(spec?.lifecycle),
    tags: JSON.stringify(metadata.tags ?? []),
    metadata_hash: hashMetadata(entity),
  };
}

/** Entity reference of the owner, `null` for nobody. */
export function ownerOf(entity: Entity): string | null {
  return targetOf(entity, RELATION_OWNED_BY);
}

/**
 * Hash of what an audit may judge: metadata, spec, and the relations that the entity itself declares. What the catalog
 * counts (uid, etag) and what other entities say about this one stay out: an API would be audited again for every new
 * consumer.
 */
export function hashMetadata(entity: Entity): string {
  const { uid, etag, generation, ...metadata } = entity.metadata;
  const judged = {
    apiVersion: entity.apiVersion,
    kind: entity.kind,
    metadata,
    spec: entity.spec,
    owners: targetsOf(entity, RELATION_OWNED_BY),
    partOf: targetsOf(entity, RELATION_PART_OF),
  };
  return createHash('sha256').update(stableStringify(judged)).digest('hex');
}

function targetOf(
  entity: Entity,
  relation: string,
  prefix = '',
): string | null {
  return (
    targetsOf(entity, relation).find(ref => ref.startsWith(prefix)) ?? null
  );
}

function targetsOf(entity: Entity, relation: string): string[] {
  return (entity.relations ?? [])
    .filter(({ type }) => type === relation)
    .map(({ targetRef }) => targetRef.toLocaleLowerCase('en-US'))
    .sort();
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** JSON with sorted keys: databases of the catalog do not keep their order. */
function stableStringify(value: unknown): string {
  return JSON.stringify(value, (_, item) =>
    item && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(
          Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : item,
  );
}
