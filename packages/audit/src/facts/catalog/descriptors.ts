import { defineExtractor } from '../../engine/defineExtractor';
import { entryAt, textAt } from '../yaml/access';
import { parseYaml } from '../yaml/parseYaml';
import { YamlValue } from '../yaml/schema';
import { CatalogFacts, CatalogRequest } from './schema';

/** Facts of the descriptor files of a tree. */
export interface Descriptors {
  /** The entity that the tree is about. */
  entity?: CatalogFacts;
  /** Why it is not known, for people. */
  reason: string;
}

/** Kinds that describe software; the others stand beside it in a descriptor. */
const SOFTWARE = ['component', 'api', 'resource', 'system'];

/** Values that Backstage itself describes. */
const LIFECYCLES = ['experimental', 'production', 'deprecated'];

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;

const MAX_NAMED = 5;

/** The entity of the tree's own descriptor files (`catalog-info.yaml`), as nobody has processed it. */
export const descriptors = defineExtractor<Descriptors>({
  id: 'descriptors',
  extract: ({ catalog, skip, tree }) => {
    const { entityRef, folder = '' } = (catalog ?? {}) as CatalogRequest;
    const below = folder === '' ? '' : `${folder}/`;
    const found: CatalogFacts[] = [];
    for (const { path } of tree.files) {
      if (!isDescriptor(path) || !path.startsWith(below)) {
        continue;
      }
      const { documents, problem, template } = parseYaml(tree.read(path) ?? '');
      if (template) {
        continue;
      }
      if (problem) {
        skip(path, problem);
      }
      found.push(
        ...documents.flatMap(document => entityOf(document, path) ?? []),
      );
    }
    return choose(found, entityRef);
  },
});

function isDescriptor(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    name.startsWith('catalog-info') &&
    (name.endsWith('.yaml') || name.endsWith('.yml'))
  );
}

function entityOf(document: YamlValue, path: string): CatalogFacts | undefined {
  const kind = textAt(document, 'kind')?.toLocaleLowerCase('en-US');
  const name = textAt(document, 'metadata', 'name');
  const namespace = textAt(document, 'metadata', 'namespace') ?? 'default';
  if (
    !kind ||
    !name ||
    ![kind, name, namespace].every(part => NAME.test(part))
  ) {
    return undefined;
  }
  return {
    entityRef: `${kind}:${namespace}/${name}`.toLocaleLowerCase('en-US'),
    kind,
    lifecycle: textAt(document, 'spec', 'lifecycle'),
    knownLifecycles: LIFECYCLES,
    declaredOwner: textAt(document, 'spec', 'owner'),
    owner: null,
    descriptor: {
      path,
      line: entryAt(document, 'kind')?.line ?? document.line,
      ownerLine: entryAt(document, 'spec', 'owner')?.line,
      lifecycleLine: entryAt(document, 'spec', 'lifecycle')?.line,
    },
  };
}

/** The entity that is asked for, or the only one (of components, the only one) in the outermost folder with any. */
function choose(
  found: readonly CatalogFacts[],
  entityRef: string | undefined,
): Descriptors {
  if (entityRef) {
    const entity = found.find(item => item.entityRef === entityRef);
    return {
      entity,
      reason: `no descriptor file of the tree holds ${entityRef}`,
    };
  }
  const software = found.filter(({ kind }) => SOFTWARE.includes(kind));
  const depth = Math.min(...software.map(depthOf));
  const outermost = software.filter(item => depthOf(item) === depth);
  const components = outermost.filter(({ kind }) => kind === 'component');
  const candidates = components.length > 0 ? components : outermost;
  if (candidates.length === 1) {
    return { entity: candidates[0], reason: '' };
  }
  const names = candidates.map(item => item.entityRef).sort();
  return {
    reason:
      candidates.length === 0
        ? 'there is no catalog here, and no descriptor file (catalog-info.yaml) in the tree'
        : `the tree describes ${
            names.length
          } entities, and nobody says which one is meant: ${names
            .slice(0, MAX_NAMED)
            .join(', ')}${names.length > MAX_NAMED ? ' …' : ''}`,
  };
}

function depthOf({ descriptor }: CatalogFacts): number {
  return descriptor?.path.split('/').length ?? 0;
}
