import { InputError } from '@backstage/errors';
import {
  evaluateFilterPredicate,
  FilterPredicate,
  parseFilterPredicate,
} from '@backstage/filter-predicates';
import { EntityRow } from '../database/tables';

/** What filters of exemptions may ask of an entity: what the ledger keeps, so that no catalog is needed to judge. */
const KEYS = [
  'kind',
  'metadata.namespace',
  'metadata.name',
  'metadata.title',
  'metadata.tags',
  'spec.type',
  'spec.lifecycle',
  'spec.owner',
  'spec.system',
];
const DEEPEST = 10;
const LONGEST = 5000;

/** @throws InputError for anything that cannot decide about entities. */
export function parseExemptionFilter(value: object): FilterPredicate {
  const invalid = (reason: string) =>
    new InputError(`Invalid field "filter": ${reason}`);
  if (
    JSON.stringify(value).length > LONGEST ||
    depthOf(value, DEEPEST) > DEEPEST
  ) {
    throw invalid('too long or too deep');
  }
  const unknown = keysOf(value).find(key => !KEYS.includes(key));
  if (unknown !== undefined) {
    throw invalid(`"${unknown}" is none of ${KEYS.join(', ')}`);
  }
  try {
    return parseFilterPredicate(value);
  } catch {
    throw invalid('not a filter predicate');
  }
}

/** Columns of `entities` that filters look at. */
export const FILTER_COLUMNS = [
  'entity_ref',
  'kind',
  'namespace',
  'name',
  'title',
  'tags',
  'type',
  'lifecycle',
  'owner',
  'system',
] as const satisfies readonly (keyof EntityRow)[];

/** Whether an entity is selected by a filter that `parseExemptionFilter` has accepted. */
export function matchesFilter(
  entity: Pick<EntityRow, (typeof FILTER_COLUMNS)[number]>,
  filter: FilterPredicate,
): boolean {
  return evaluateFilterPredicate(filter, {
    kind: entity.kind,
    metadata: {
      namespace: entity.namespace,
      name: entity.name,
      title: entity.title,
      tags: JSON.parse(entity.tags),
    },
    spec: {
      type: entity.type ?? undefined,
      lifecycle: entity.lifecycle ?? undefined,
      owner: entity.owner ?? undefined,
      system: entity.system ?? undefined,
    },
  });
}

/** Stops counting beyond the limit: what is nested without end must not end the stack. */
function depthOf(value: unknown, limit: number): number {
  if (value === null || typeof value !== 'object' || limit < 0) {
    return 0;
  }
  return (
    1 +
    Math.max(0, ...Object.values(value).map(item => depthOf(item, limit - 1)))
  );
}

/** Keys of entities in a predicate: those that are no operators, wherever operators join expressions. */
function keysOf(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(keysOf);
  }
  if (value === null || typeof value !== 'object') {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    ['$all', '$any', '$not'].includes(key) ? keysOf(inner) : [key],
  );
}
