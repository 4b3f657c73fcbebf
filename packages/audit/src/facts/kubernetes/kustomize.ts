import { joinPath } from '../compose/readService';
import { RoleFact, roleOf } from '../deployables/role';
import {
  entryAt,
  itemsOf,
  numberAt,
  scalarsOf,
  textAt,
  valueAt,
} from '../yaml/access';
import { parseYaml } from '../yaml/parseYaml';
import { YamlMap, YamlScalar, YamlValue } from '../yaml/schema';
import { applyJsonPatch } from './jsonPatch';
import { POD_OF_KIND } from './readWorkload';
import { strategicMerge } from './strategicMerge';

const NAME = /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/;
const MAX_DEPTH = 8;

/** An object of a file. */
export interface PlacedObject {
  object: YamlMap;
  path: string;
  role: RoleFact;
  /** Files of Kustomize that changed it, innermost first. */
  changedBy: string[];
}

interface Kustomization {
  path: string;
  folder: string;
  root: YamlValue;
}

/** What Kustomize makes of the objects of a tree. */
export interface Kustomized {
  /** Objects as they are deployed. */
  objects: PlacedObject[];
  /** Files that are patches and no objects. */
  patches: ReadonlySet<string>;
}

class Kustomizer {
  private readonly texts: ReadonlyMap<string, string>;
  private readonly byPath = new Map<string, PlacedObject[]>();
  private readonly patches = new Set<string>();

  constructor(
    private readonly found: ReadonlyMap<string, Kustomization>,
    private readonly plain: readonly PlacedObject[],
    files: readonly { path: string; text: string }[],
  ) {
    this.texts = new Map(files.map(({ path, text }) => [path, text]));
    for (const item of plain) {
      this.byPath.set(item.path, [...(this.byPath.get(item.path) ?? []), item]);
    }
    for (const item of found.values()) {
      for (const path of patchPaths(item)) {
        this.patches.add(path);
      }
    }
  }

  run(): Kustomized {
    const used = new Set(
      [...this.found.values()].flatMap(item => this.foldersOf(item)),
    );
    const roots = [...this.found.values()].filter(
      ({ folder }) => !used.has(folder),
    );
    const built = roots.map(root => ({
      root,
      role: roleOf(root.path),
      objects: this.build(root, 0),
    }));
    const production = built.filter(({ role }) => role.role === 'production');
    // Of several the one that is named for production speaks; staging is a copy of it.
    const live = production.filter(({ root }) =>
      /(?:^|[/_-])(?:prod|production|live)(?:[/_-]|$)/.test(root.folder),
    );
    const chosen = live.length > 0 ? live : production;
    const taken = new Set<string>();
    const objects: PlacedObject[] = [];
    for (const { objects: made } of chosen) {
      for (const item of made) {
        taken.add(keyOf(item));
        objects.push(item);
      }
    }
    for (const { root, role, objects: made } of built) {
      if (role.role !== 'production') {
        objects.push(
          ...made
            .filter(item => item.changedBy.length > 0 || !this.isPlain(item))
            .map(item => ({
              ...item,
              role:
                item.role.role === 'production' ? roleOf(root.path) : item.role,
            })),
        );
      }
    }
    for (const item of this.plain) {
      if (!this.patches.has(item.path) && !taken.has(keyOf(item))) {
        objects.push(item);
      }
    }
    return { objects, patches: this.patches };
  }

  private isPlain(item: PlacedObject): boolean {
    return (
      this.byPath
        .get(item.path)
        ?.some(({ object }) => object === item.object) ?? false
    );
  }

  /** Folders with kustomizations of their own that one rests on. */
  private foldersOf({ folder, root }: Kustomization): string[] {
    return ['resources', 'bases', 'components'].flatMap(key =>
      scalarsOf(valueAt(root, key)).flatMap(({ text }) => {
        const target = joinPath(folder, text);
        return target !== folder && this.found.has(target) ? [target] : [];
      }),
    );
  }

  private build(item: Kustomization, depth: number): PlacedObject[] {
    const { folder, root } = item;
    const resources = scalarsOf(valueAt(root, 'resources')).flatMap(
      ({ text }) => this.byPath.get(joinPath(folder, text)) ?? [],
    );
    const below =
      depth < MAX_DEPTH
        ? this.foldersOf(item).flatMap(other =>
            this.build(this.found.get(other)!, depth + 1),
          )
        : [];
    return [...below, ...resources].map(object => this.transform(object, item));
  }

  private transform(item: PlacedObject, by: Kustomization): PlacedObject {
    let object: YamlValue = item.object;
    const { root } = by;
    for (const { patch, target } of this.patchesOf(by)) {
      if (fits(object, patch, target)) {
        object =
          patch.kind === 'sequence'
            ? applyJsonPatch(object, patch)
            : strategicMerge(object, patch);
      }
    }
    const kind = textAt(object, 'kind') ?? '';
    const name = textAt(object, 'metadata', 'name');
    const replicas = itemsOf(valueAt(root, 'replicas')).find(
      entry => textAt(entry, 'name') === name,
    );
    if (replicas && numberAt(replicas, 'count') !== undefined) {
      object = set(object, ['spec', 'replicas'], textAt(replicas, 'count')!);
    }
    const namespace = textAt(root, 'namespace');
    if (namespace) {
      object = set(object, ['metadata', 'namespace'], namespace);
    }
    if (Object.hasOwn(POD_OF_KIND, kind)) {
      object = withImages(object, kind, itemsOf(valueAt(root, 'images')));
    }
    return object === item.object || object.kind !== 'map'
      ? item
      : { ...item, object, changedBy: [...item.changedBy, by.path] };
  }

  private patchesOf({
    folder,
    root,
  }: Kustomization): { patch: YamlValue; target?: YamlValue }[] {
    return ['patches', 'patchesStrategicMerge', 'patchesJson6902'].flatMap(
      key =>
        itemsOf(valueAt(root, key)).flatMap(item => {
          const inline =
            item.kind === 'scalar' ? item.text : textAt(item, 'patch');
          const path =
            item.kind === 'scalar' ? item.text : textAt(item, 'path');
          const text = inline?.includes('\n')
            ? inline
            : this.texts.get(joinPath(folder, path ?? ''));
          return text === undefined
            ? []
            : parseYaml(text).documents.map(patch => ({
                patch,
                target: valueAt(item, 'target'),
              }));
        }),
    );
  }
}

/**
 * Applies the kustomizations of a tree: resources of other folders, patches in both forms, images, replicas and the
 * namespace. Objects that a kustomization of production takes stand as it leaves them; those that none takes, or only
 * one for development, stand as they are. Generators, name prefixes and remote resources are not applied.
 */
export function kustomize(
  files: readonly { path: string; text: string }[],
  plain: readonly PlacedObject[],
): Kustomized {
  const found = new Map<string, Kustomization>();
  for (const { path, text } of files) {
    if (!NAME.test(path)) {
      continue;
    }
    const [root] = parseYaml(text).documents;
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    if (root) {
      found.set(folder, { path, folder, root });
    }
  }
  return found.size === 0
    ? { objects: [...plain], patches: new Set() }
    : new Kustomizer(found, plain, files).run();
}

function keyOf({ path, object }: PlacedObject): string {
  return `${path}\n${textAt(object, 'kind')}\n${textAt(
    object,
    'metadata',
    'name',
  )}`;
}

function fits(
  object: YamlValue,
  patch: YamlValue,
  target: YamlValue | undefined,
): boolean {
  if (target) {
    const same = (key: string, actual: string | undefined) => {
      const wanted = textAt(target, key);
      return (
        wanted === undefined ||
        wanted === actual ||
        // Names are regular expressions; only the one for "any" is common.
        (key === 'name' && /^\.[*+]$/.test(wanted))
      );
    };
    return (
      same('kind', textAt(object, 'kind')) &&
      same('name', textAt(object, 'metadata', 'name')) &&
      valueAt(target, 'labelSelector') === undefined
    );
  }
  return (
    textAt(patch, 'kind') === textAt(object, 'kind') &&
    textAt(patch, 'metadata', 'name') === textAt(object, 'metadata', 'name')
  );
}

/** Sets a scalar below a map that is there. */
function set(object: YamlValue, keys: string[], text: string): YamlValue {
  if (object.kind !== 'map') {
    return object;
  }
  const [key, ...rest] = keys;
  const entry = object.entries.get(key);
  const line = entry?.line ?? object.line;
  if (rest.length > 0 && !entry) {
    return object;
  }
  const value: YamlValue =
    rest.length > 0
      ? set(entry!.value, rest, text)
      : scalar(text, entry?.value.line ?? line);
  return {
    ...object,
    entries: new Map(object.entries).set(key, {
      ...(entry ?? { key, endLine: line }),
      key,
      line,
      value,
    }),
  };
}

function scalar(text: string, line: number): YamlScalar {
  return {
    kind: 'scalar',
    value: text,
    text,
    line,
    endLine: line,
    contentLine: line,
    literal: false,
  };
}

/** Names, tags and digests of the transformer `images`. */
function withImages(
  object: YamlValue,
  kind: string,
  images: readonly YamlValue[],
): YamlValue {
  if (images.length === 0) {
    return object;
  }
  return change(object, [...POD_OF_KIND[kind]], pod =>
    ['containers', 'initContainers'].reduce(
      (result, key) =>
        change(result, [key], list =>
          list.kind === 'sequence'
            ? {
                ...list,
                items: list.items.map(container =>
                  change(container, ['image'], image =>
                    image.kind === 'scalar'
                      ? scalar(renamed(image.text, images), image.line)
                      : image,
                  ),
                ),
              }
            : list,
        ),
      pod,
    ),
  );
}

function renamed(text: string, images: readonly YamlValue[]): string {
  const [, name = text, rest = ''] =
    /^([^@]*?)((?::[\w.-]+)?(?:@.*)?)$/.exec(text) ?? [];
  const found = images.find(image => textAt(image, 'name') === name);
  if (!found) {
    return text;
  }
  const tag = textAt(found, 'newTag');
  const digest = textAt(found, 'digest');
  const changed =
    (tag === undefined ? '' : `:${tag}`) +
    (digest === undefined ? '' : `@${digest}`);
  return `${textAt(found, 'newName') ?? name}${changed || rest}`;
}

function change(
  value: YamlValue,
  keys: string[],
  by: (value: YamlValue) => YamlValue,
): YamlValue {
  if (keys.length === 0) {
    return by(value);
  }
  const [key, ...rest] = keys;
  const entry = entryAt(value, key);
  return value.kind === 'map' && entry
    ? {
        ...value,
        entries: new Map(value.entries).set(key, {
          ...entry,
          value: change(entry.value, rest, by),
        }),
      }
    : value;
}

/** Files that a kustomization lays over others. */
function patchPaths({ folder, root }: Kustomization): string[] {
  return ['patches', 'patchesStrategicMerge', 'patchesJson6902'].flatMap(key =>
    itemsOf(valueAt(root, key)).flatMap(item => {
      const text = item.kind === 'scalar' ? item.text : textAt(item, 'path');
      return text && !text.includes('\n') ? [joinPath(folder, text)] : [];
    }),
  );
}
