import { itemsOf, textAt, valueAt } from '../yaml/access';
import { YamlEntry, YamlValue } from '../yaml/schema';
import { moved } from './strategicMerge';

/** Applies the operations `add`, `replace` and `remove` of a JSON patch (RFC 6902); others are left out. */
export function applyJsonPatch(object: YamlValue, patch: YamlValue): YamlValue {
  return itemsOf(patch).reduce((result, operation) => {
    const segments = (textAt(operation, 'path') ?? '')
      .split('/')
      .slice(1)
      .map(segment => segment.replace(/~1/g, '/').replace(/~0/g, '~'));
    const op = textAt(operation, 'op');
    const value = valueAt(operation, 'value');
    if (
      segments.length === 0 ||
      segments.length > 30 ||
      !['add', 'replace', 'remove'].includes(op ?? '') ||
      (op !== 'remove' && !value)
    ) {
      return result;
    }
    return change(result, segments, op!, value);
  }, object);
}

function change(
  target: YamlValue,
  [segment, ...rest]: string[],
  op: string,
  value: YamlValue | undefined,
): YamlValue {
  if (target.kind === 'map') {
    const entries = new Map(target.entries);
    const below = entries.get(segment);
    if (rest.length > 0) {
      if (below) {
        entries.set(segment, {
          ...below,
          value: change(below.value, rest, op, value),
        });
      }
    } else if (op === 'remove') {
      entries.delete(segment);
    } else {
      const line = below?.line ?? target.line;
      const entry: YamlEntry = {
        key: segment,
        line,
        endLine: line,
        value: moved(value!, line),
      };
      entries.set(segment, entry);
    }
    return { ...target, entries };
  }
  if (target.kind === 'sequence') {
    const items = [...target.items];
    const index = segment === '-' ? items.length : Number(segment);
    if (!Number.isInteger(index) || index < 0 || index > items.length) {
      return target;
    }
    if (rest.length > 0) {
      if (items[index]) {
        items[index] = change(items[index], rest, op, value);
      }
    } else if (op === 'remove') {
      items.splice(index, 1);
    } else {
      items.splice(
        index,
        op === 'replace' ? 1 : 0,
        moved(value!, items[index]?.line ?? target.line),
      );
    }
    return { ...target, items };
  }
  return target;
}
