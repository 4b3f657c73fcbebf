import { z } from 'zod';
import { YamlPath, YamlSource } from './YamlSource';

/** A value of the shape that a schema describes; `undefined` when it is not, with the problems in the source. */
export function validate<T extends z.ZodType>(
  source: YamlSource,
  path: YamlPath,
  value: unknown,
  schema: T,
): z.output<T> | undefined {
  const { data, error } = schema.safeParse(value);
  for (const issue of error?.issues ?? []) {
    const at = [...path, ...(issue.path as (string | number)[])];
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) {
        source.problem([...at, key], 'there is no such field');
      }
    } else {
      // Messages of the schemas say what is wanted; those of a plain object are the library's.
      const wanted =
        issue.code === 'invalid_type' && issue.expected === 'object'
          ? 'a mapping'
          : issue.message;
      const given = valueAt(value, issue.path as (string | number)[]);
      source.problem(
        at,
        given === undefined
          ? `missing, expected ${wanted}`
          : `expected ${wanted}, got ${shown(given)}`,
      );
    }
  }
  return data;
}

/** Items of a mapping by id. `off` and `false` switch an item off. */
export function validateItems<T extends z.ZodType>(
  source: YamlSource,
  name: string,
  value: unknown,
  schema: T,
): { id: string; off: boolean; value: z.output<T> | undefined }[] {
  if (value === undefined || value === null) {
    return [];
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    source.problem([name], `expected a mapping by id, got ${shown(value)}`);
    return [];
  }
  return Object.entries(value).map(([id, item]) => {
    const off = item === 'off' || item === false;
    return {
      id,
      off,
      value: off ? undefined : validate(source, [name, id], item ?? {}, schema),
    };
  });
}

function valueAt(value: unknown, path: YamlPath): unknown {
  return path.reduce<unknown>(
    (current, key) =>
      typeof current === 'object' && current !== null
        ? (current as Record<string | number, unknown>)[key]
        : undefined,
    value,
  );
}

function shown(value: unknown): string {
  if (Array.isArray(value)) {
    return 'a list';
  }
  if (typeof value === 'object' && value !== null) {
    return 'a mapping';
  }
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
