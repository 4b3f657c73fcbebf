import { builtInChecks, checksById } from '../checks';
import { compileChecks } from '../rules';
import { Check } from './types';

/**
 * A declarative check as it was written.
 *
 * @public
 */
export interface CheckSource {
  /** Name of the file, for errors. */
  path: string;
  /** YAML. */
  text: string;
}

/** The built-in checks and those of one request. */
export interface AvailableChecks {
  /** Built-in ones first, then the others in their order. */
  readonly all: readonly Check[];
  /** @throws NotFoundError for an id that does not exist. */
  byId(id: string): Check;
}

/**
 * The built-in checks together with declarative ones. A declarative check may not take the id of a built-in one: its
 * findings would be mistaken for the other's.
 *
 * @throws when a declarative check is not right, with file and line.
 */
export function availableChecks(
  extra: readonly CheckSource[] = [],
): AvailableChecks {
  const compiled = extra.length > 0 ? compileChecks(extra) : [];
  const own = new Map<string, Check>();
  for (const check of compiled) {
    const { id } = check.definition;
    if (own.has(id) || builtInChecks.some(item => item.definition.id === id)) {
      throw new Error(`There are two checks with the id "${id}"`);
    }
    own.set(id, check);
  }
  return {
    all: [...builtInChecks, ...compiled],
    byId: id => own.get(id) ?? checksById(id),
  };
}
