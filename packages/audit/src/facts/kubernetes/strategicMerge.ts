import { textAt } from '../yaml/access';
import { YamlEntry, YamlMap, YamlSequence, YamlValue } from '../yaml/schema';

/** Key by which items of a list are the same, for the lists of Kubernetes that are merged. */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  volumes: 'name',
  env: 'name',
  volumeMounts: 'mountPath',
  imagePullSecrets: 'name',
  tolerations: 'key',
  hostAliases: 'ip',
};
const MAX_DEPTH = 40;

/**
 * Lays a patch over an object the way `kubectl` and Kustomize do: maps are merged, the known lists by their key, other
 * lists replaced; `null` and `$patch: delete` take away, `$patch: replace` replaces. What comes from the patch gets the
 * line of the object that it changes, so that places stay in the object's file.
 */
export function strategicMerge(
  base: YamlValue,
  patch: YamlValue,
  key = '',
  depth = 0,
): YamlValue {
  if (depth > MAX_DEPTH) {
    return base;
  }
  if (base.kind === 'map' && patch.kind === 'map') {
    return textAt(patch, '$patch') === 'replace'
      ? moved(without(patch, '$patch'), base.line)
      : mergeMaps(base, patch, depth);
  }
  if (
    base.kind === 'sequence' &&
    patch.kind === 'sequence' &&
    Object.hasOwn(MERGE_KEYS, key)
  ) {
    return mergeLists(base, patch, MERGE_KEYS[key], depth);
  }
  return moved(patch, base.line);
}

function mergeMaps(base: YamlMap, patch: YamlMap, depth: number): YamlMap {
  const entries = new Map(base.entries);
  for (const [key, entry] of patch.entries) {
    const below = entries.get(key);
    if (isNothing(entry.value)) {
      entries.delete(key);
    } else if (below) {
      entries.set(key, {
        ...below,
        value: strategicMerge(below.value, entry.value, key, depth + 1),
      });
    } else {
      entries.set(key, movedEntry(entry, base.line));
    }
  }
  return { ...base, entries };
}

function mergeLists(
  base: YamlSequence,
  patch: YamlSequence,
  key: string,
  depth: number,
): YamlSequence {
  const items = [...base.items];
  for (const item of patch.items) {
    const name = textAt(item, key);
    const at = items.findIndex(
      other => name !== undefined && textAt(other, key) === name,
    );
    if (textAt(item, '$patch') === 'delete') {
      if (at >= 0) {
        items.splice(at, 1);
      }
    } else if (at >= 0) {
      items[at] = strategicMerge(items[at], item, '', depth + 1);
    } else {
      items.push(moved(item, base.line));
    }
  }
  return { ...base, items };
}

function isNothing(value: YamlValue): boolean {
  return (
    (value.kind === 'scalar' && value.value === null) ||
    textAt(value, '$patch') === 'delete'
  );
}

function without(value: YamlMap, key: string): YamlMap {
  const entries = new Map(value.entries);
  entries.delete(key);
  return { ...value, entries };
}

/** The value as if it were written on one line of the object that it becomes part of. */
export function moved(value: YamlValue, line: number, depth = 0): YamlValue {
  if (depth > MAX_DEPTH) {
    return value;
  }
  if (value.kind === 'map') {
    return {
      ...value,
      line,
      endLine: line,
      entries: new Map(
        [...value.entries].map(([key, entry]) => [
          key,
          movedEntry(entry, line, depth + 1),
        ]),
      ),
    };
  }
  if (value.kind === 'sequence') {
    return {
      ...value,
      line,
      endLine: line,
      items: value.items.map(item => moved(item, line, depth + 1)),
    };
  }
  return { ...value, line, endLine: line, contentLine: line };
}

function movedEntry(entry: YamlEntry, line: number, depth = 0): YamlEntry {
  return {
    ...entry,
    line,
    endLine: line,
    value: moved(entry.value, line, depth),
  };
}
