import { scalarsOf, textAt } from '../yaml/access';
import { YamlEntry, YamlMap, YamlScalar, YamlValue } from '../yaml/schema';

/** Keys whose lists are replaced, not joined. */
const REPLACED = new Set(['command', 'entrypoint', 'test']);
/** Keys that are a map or a list of `NAME=value`. */
const PAIRS = new Set(['environment', 'labels', 'args']);
/** Keys that are a list of names or a map of names. */
const NAMES = new Set(['depends_on', 'networks']);

/** What makes items of joined lists the same. */
const SAME_ITEM: Readonly<Record<string, (value: YamlValue) => string>> = {
  volumes: volumeTarget,
  ports: portOf,
  env_file: textOf,
};

/**
 * Lays one value over another the way Compose does: maps are merged, lists joined, pairs by name, volumes by target;
 * `!reset` takes away and `!override` replaces. Values that had to be rewritten are reported to `copied`.
 */
export function mergeCompose(
  base: YamlValue,
  over: YamlValue,
  copied: (from: YamlValue, to: YamlValue) => void,
  key = '',
): YamlValue {
  if (over.tag === '!override' || REPLACED.has(key)) {
    return over;
  }
  const [below, above] = [base, over].map(value => {
    if (PAIRS.has(key) || NAMES.has(key)) {
      return asMap(value, key, copied);
    }
    return key === 'build' ? asBuild(value, copied) : value;
  });
  if (below.kind === 'map' && above.kind === 'map') {
    return mergeMaps(below, above, copied);
  }
  if (below.kind === 'sequence' && above.kind === 'sequence') {
    const same = SAME_ITEM[key];
    const kept = same
      ? below.items.filter(
          item => !above.items.some(other => same(other) === same(item)),
        )
      : below.items;
    return { ...above, items: [...kept, ...above.items] };
  }
  return above;
}

function mergeMaps(
  base: YamlMap,
  over: YamlMap,
  copied: (from: YamlValue, to: YamlValue) => void,
): YamlMap {
  const entries = new Map<string, YamlEntry>();
  for (const [key, entry] of base.entries) {
    entries.set(key, { ...entry, merged: true });
  }
  for (const [key, entry] of over.entries) {
    const below = entries.get(key);
    if (entry.value.tag === '!reset') {
      entries.delete(key);
    } else {
      entries.set(
        key,
        below
          ? {
              ...entry,
              value: mergeCompose(below.value, entry.value, copied, key),
            }
          : entry,
      );
    }
  }
  return { ...over, entries };
}

/** `[A=1, B]` and `[name]` as maps. */
function asMap(
  value: YamlValue,
  key: string,
  copied: (from: YamlValue, to: YamlValue) => void,
): YamlValue {
  if (value.kind !== 'sequence') {
    return value;
  }
  const entries = new Map<string, YamlEntry>();
  for (const item of scalarsOf(value)) {
    const equals = PAIRS.has(key) ? item.text.indexOf('=') : -1;
    const name = equals < 0 ? item.text : item.text.slice(0, equals);
    const pair = pairValue(item, equals);
    copied(item, pair);
    entries.set(name, {
      key: name,
      line: item.line,
      endLine: item.endLine,
      value: pair,
    });
  }
  return {
    kind: 'map',
    entries,
    line: value.line,
    endLine: value.endLine,
  };
}

/** Value behind the equals sign. */
function pairValue(item: YamlScalar, equals: number): YamlScalar {
  const text = equals < 0 ? '' : item.text.slice(equals + 1);
  return { ...item, value: equals < 0 ? null : text, text };
}

/** `build: folder` as `build: { context: folder }`. */
function asBuild(
  value: YamlValue,
  copied: (from: YamlValue, to: YamlValue) => void,
): YamlValue {
  if (value.kind !== 'scalar') {
    return value;
  }
  const { line, endLine } = value;
  const build: YamlMap = {
    kind: 'map',
    line,
    endLine,
    entries: new Map([['context', { key: 'context', line, endLine, value }]]),
  };
  copied(value, build);
  return build;
}

function textOf(value: YamlValue): string {
  return value.kind === 'scalar' ? value.text : textAt(value, 'path') ?? '';
}

function portOf(value: YamlValue): string {
  return value.kind === 'scalar'
    ? value.text
    : ['host_ip', 'published', 'target', 'protocol']
        .map(key => textAt(value, key) ?? '')
        .join(':');
}

function volumeTarget(value: YamlValue): string {
  if (value.kind === 'map') {
    const target = value.entries.get('target')?.value;
    return target?.kind === 'scalar' ? target.text : '';
  }
  if (value.kind !== 'scalar') {
    return '';
  }
  const parts = value.text.split(':');
  return parts.length > 1 ? parts[1] : parts[0];
}
