import type { SgNode } from '@ast-grep/napi';
import { Severity } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../engine/types';
import { YamlValue } from '../facts/yaml/schema';
import { FileSyntax } from '../syntax/schema';
import { findCode } from './conditions/code';
import { findDependencies } from './conditions/dependency';
import { findFiles } from './conditions/file';
import { findParts } from './conditions/part';
import { findText } from './conditions/text';
import { findValues } from './conditions/value';
import { fill, Values } from './placeholders';
import type { Condition, PlaceCondition } from './schema';

/** What a condition is looked for in: the whole tree, a part of it, a file, or a place in a file. */
export type Subject =
  | { kind: 'tree' }
  | { kind: 'part'; root: string }
  | { kind: 'file'; path: string }
  | {
      kind: 'value';
      path: string;
      value: YamlValue;
      line: number;
      endLine: number;
      /** Keys on the way, for people. */
      keys: string;
      /** The same where it stays when lines move. */
      subject?: string;
    }
  | { kind: 'text'; path: string; text: string; line: number }
  | {
      kind: 'code';
      path: string;
      file: FileSyntax;
      node: SgNode;
      line: number;
    };

/** A place that a condition found. */
export interface Found {
  path?: string;
  line?: number;
  endLine?: number;
  /** What it is about by itself; the condition may say better. */
  subject?: string;
  note?: string;
  severity?: Severity;
  /** What its placeholders stand for. */
  values: Values;
  /** The place as something to look into. */
  inside: Subject;
}

/** What a condition says: whether it holds (`undefined` when that cannot be told), and where. */
export interface Seen {
  holds: boolean | undefined;
  places: Found[];
  /** Why it cannot be told. */
  reasons: string[];
}

/** What conditions that find places are looked up with. */
export interface Search {
  context: CheckContext;
  inside: Subject;
  /** Placeholders of the subject. */
  values?: Values;
}

/** What a condition that finds places found, and what it could not read. */
export interface Lookup {
  places: Found[];
  /** Whether it holds, when that does not follow from the places. */
  holds?: boolean;
  unreadable: string[];
}

/** Places that one condition keeps; more help nobody. */
const MAX_PLACES = 1_000;

export const WHOLE_TREE: Subject = { kind: 'tree' };

/** Evaluates a condition. What cannot be read makes it undecided, unless the rest decides. */
export async function evaluate(
  condition: Condition,
  search: Search,
): Promise<Seen> {
  if ('all' in condition) {
    return all(condition.all, search);
  }
  if ('any' in condition) {
    return any(condition.any, search);
  }
  if ('not' in condition) {
    const { holds, reasons } = await evaluate(condition.not, search);
    return {
      holds: holds === undefined ? undefined : !holds,
      places: [],
      reasons,
    };
  }
  if ('anywhere' in condition) {
    return evaluate(condition.anywhere, { ...search, inside: WHOLE_TREE });
  }
  return 'dependency' in condition
    ? seen(await findDependencies(condition, search), condition, search)
    : lookUp(condition, search);
}

/** What a condition that finds places finds, with those left out in which its `where` does not hold. */
export async function lookUp(
  condition: PlaceCondition,
  search: Search,
): Promise<Seen> {
  const lookup = await find(condition, search);
  const { where } = condition;
  if (!where) {
    return seen(lookup, condition, search);
  }
  const places: Found[] = [];
  const unreadable = [...lookup.unreadable];
  for (const place of lookup.places) {
    const inner = await evaluate(where, {
      ...search,
      inside: place.inside,
      values: { ...search.values, ...place.values },
    });
    if (inner.holds) {
      // What the inner patterns bind may be said of the outer place.
      const bound = inner.places[0]?.values ?? {};
      places.push({ ...place, values: { ...bound, ...place.values } });
    } else if (inner.holds === undefined) {
      unreadable.push(...inner.reasons);
    }
  }
  return seen({ places, unreadable }, condition, search);
}

function find(condition: PlaceCondition, search: Search): Promise<Lookup> {
  if ('file' in condition) {
    return findFiles(condition, search);
  }
  if ('value' in condition) {
    return findValues(condition, search);
  }
  if ('text' in condition) {
    return findText(condition, search);
  }
  return 'code' in condition
    ? findCode(condition, search)
    : findParts(condition, search);
}

function seen(
  { places, holds = places.length > 0, unreadable }: Lookup,
  condition: { note?: string; subject?: string; severity?: Severity },
  { values: around }: Search,
): Seen {
  return {
    holds: !holds && unreadable.length > 0 ? undefined : holds,
    places: places.slice(0, MAX_PLACES).map(place => {
      const values = { ...around, ...place.values };
      return {
        ...place,
        values,
        ...(condition.note ? { note: fill(condition.note, values) } : {}),
        ...(condition.subject
          ? { subject: fill(condition.subject, values) }
          : {}),
        ...(condition.severity ? { severity: condition.severity } : {}),
      };
    }),
    reasons: unreadable,
  };
}

/** Stops at the first that does not hold: what is cheap should stand first. */
async function all(
  conditions: readonly Condition[],
  search: Search,
): Promise<Seen> {
  const result: Seen = { holds: true, places: [], reasons: [] };
  for (const condition of conditions) {
    const { holds, places, reasons } = await evaluate(condition, search);
    if (holds === false) {
      return { holds: false, places: [], reasons: [] };
    }
    result.holds = holds && result.holds;
    result.places.push(...places);
    result.reasons.push(...reasons);
  }
  return result;
}

/** Looks at all: every instance is a finding. */
async function any(
  conditions: readonly Condition[],
  search: Search,
): Promise<Seen> {
  const places: Found[] = [];
  const reasons: string[] = [];
  let isOneTrue = false;
  let isOneUndecided = false;
  for (const condition of conditions) {
    const seenHere = await evaluate(condition, search);
    if (seenHere.holds) {
      isOneTrue = true;
      places.push(...seenHere.places);
    } else if (seenHere.holds === undefined) {
      isOneUndecided = true;
      reasons.push(...seenHere.reasons);
    }
  }
  const otherwise = isOneUndecided ? undefined : false;
  return { holds: isOneTrue ? true : otherwise, places, reasons };
}
