import { AuthService } from '@backstage/backend-plugin-api';
import {
  Entity,
  parseEntityRef,
  RELATION_HAS_MEMBER,
  RELATION_OWNED_BY,
  RELATION_PARENT_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { CatalogFacts } from '@readiness/audit';

/** Groups looked at below an owner; more would not change whether anybody is there. */
const MAX_GROUPS = 100;

/** Resolves what the catalog knows of an entity into facts. */
export async function readCatalogFacts(options: {
  entity: Entity;
  auth: AuthService;
  catalog: CatalogService;
  lifecycles: string[];
}): Promise<CatalogFacts> {
  const { entity } = options;
  const ownerRef = relationTargets(entity, RELATION_OWNED_BY)[0];
  return {
    entityRef: stringifyEntityRef(entity),
    kind: entity.kind.toLocaleLowerCase('en-US'),
    lifecycle: stringOf(entity.spec?.lifecycle),
    knownLifecycles: options.lifecycles,
    declaredOwner: stringOf(entity.spec?.owner),
    owner: ownerRef ? await readOwner(ownerRef, options) : null,
  };
}

async function readOwner(
  ownerRef: string,
  { auth, catalog }: { auth: AuthService; catalog: CatalogService },
): Promise<NonNullable<CatalogFacts['owner']>> {
  const credentials = await auth.getOwnServiceCredentials();
  const read = async (refs: string[]) => {
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs: refs },
      { credentials },
    );
    return items.filter(item => item !== undefined);
  };

  const [owner] = await read([ownerRef]);
  const facts = {
    entityRef: ownerRef,
    kind: parseEntityRef(ownerRef).kind.toLocaleLowerCase('en-US'),
    exists: owner !== undefined,
    members: 0,
    retired: owner !== undefined && isRetired(owner),
  };
  if (facts.kind !== 'group') {
    return facts;
  }

  // Members of descendant groups count. A group may be its own ancestor by mistake, so each is visited once.
  const members = new Set<string>();
  const visited = new Set<string>();
  let level = owner ? [owner] : [];
  while (level.length > 0 && visited.size < MAX_GROUPS) {
    level.forEach(group => visited.add(stringifyEntityRef(group)));
    level
      .flatMap(group => relationTargets(group, RELATION_HAS_MEMBER))
      .forEach(member => members.add(member));
    const children = level
      .flatMap(group => relationTargets(group, RELATION_PARENT_OF))
      .filter(child => !visited.has(child));
    level = children.length > 0 ? await read([...new Set(children)]) : [];
  }
  return { ...facts, members: members.size };
}

function relationTargets(entity: Entity, type: string): string[] {
  return (entity.relations ?? [])
    .filter(relation => relation.type === type)
    .map(relation => relation.targetRef);
}

function isRetired(owner: Entity): boolean {
  const words = ['retired', 'deprecated', 'archived', 'disbanded'];
  return [
    ...(owner.metadata.tags ?? []),
    stringOf(owner.spec?.lifecycle) ?? '',
  ].some(value => words.includes(value.toLocaleLowerCase('en-US')));
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
