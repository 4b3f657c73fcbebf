import { YamlScalar, YamlValue } from './schema';

/** Deeper values are no settings. */
const MAX_DEPTH = 30;

/** A scalar and the path to it: `server.ports[0]`. */
export interface FlatYaml {
  key: string;
  scalar: YamlScalar;
}

/** All scalars of a value, in the order of the file. */
export function flattenYaml(value: YamlValue): FlatYaml[] {
  const found: FlatYaml[] = [];
  const walk = (item: YamlValue, key: string, depth: number) => {
    if (depth > MAX_DEPTH) {
      return;
    }
    if (item.kind === 'map') {
      for (const entry of item.entries.values()) {
        walk(entry.value, key ? `${key}.${entry.key}` : entry.key, depth + 1);
      }
    } else if (item.kind === 'sequence') {
      item.items.forEach((each, index) =>
        walk(each, `${key}[${index}]`, depth + 1),
      );
    } else {
      found.push({ key, scalar: item });
    }
  };
  walk(value, '', 0);
  return found;
}
