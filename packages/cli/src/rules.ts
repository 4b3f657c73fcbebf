import {
  builtInChecks,
  CheckSource,
  compileChecks,
  nearest,
  parseStandard,
} from '@readiness/audit';
import {
  CheckDefinition,
  checksOfStandard,
  enterpriseStandard,
  Standard,
} from '@readiness/plugin-readiness-common';
import { promises as fs } from 'fs';
import { join, relative } from 'path';
import { reasonOf, UsageError } from './errors';

/** Bytes of a standard or a check file. */
const MAX_FILE_BYTES = 1024 * 1024;

/** Files below the folders of `--checks`. */
const MAX_CHECK_FILES = 1000;

const BUILT_IN: readonly Standard[] = [enterpriseStandard];

export interface RulesOptions {
  standard: string;
  checks?: string[];
}

/** What an audit judges by. */
export interface Rules {
  standard: Standard;
  /** Checks of the standard that a machine judges, with its severities and phases. */
  judged: CheckDefinition[];
  /** The same, and those that a person attests. */
  all: CheckDefinition[];
  /** Every check that is known, whether or not it belongs to the standard. */
  known: CheckDefinition[];
  extraChecks: CheckSource[];
}

/** Reads the standard and the further checks that were asked for. */
export async function readRules(options: RulesOptions): Promise<Rules> {
  const extraChecks = await readCheckSources(options.checks ?? []);
  const definitions = [
    ...builtInChecks,
    ...(extraChecks.length > 0 ? compileChecks(extraChecks) : []),
  ].map(({ definition }) => definition);
  const ids = new Set<string>();
  for (const { id } of definitions) {
    if (ids.has(id)) {
      throw new UsageError(
        `--checks: there are two checks with the id "${id}"`,
      );
    }
    ids.add(id);
  }
  const standard = await readStandard(options.standard, definitions);

  const areas = standard.areas.map(({ id }) => id);
  for (const { id, area } of definitions.slice(builtInChecks.length)) {
    if (!areas.includes(area)) {
      throw new UsageError(
        `--checks: the check "${id}" names the area "${area}", which the standard "${
          standard.id
        }" does not have${didYouMean(area, areas)}`,
      );
    }
  }
  const judged = checksOfStandard(definitions, standard);
  return {
    standard,
    judged,
    all: [...judged, ...checksOfStandard(standard.attestedChecks, standard)],
    known: [...definitions, ...standard.attestedChecks],
    extraChecks,
  };
}

/** `; did you mean a or b?`, or nothing. */
export function didYouMean(
  word: string,
  candidates: readonly string[],
): string {
  const meant = nearest(word, candidates);
  return meant.length > 0 ? `; did you mean ${meant.join(' or ')}?` : '';
}

/** The check of an id; names near ones when there is none. */
export function findCheck(
  id: string,
  { all, known, standard }: Rules,
  option: string,
): CheckDefinition {
  const found = all.find(check => check.id === id);
  if (found) {
    return found;
  }
  if (known.some(check => check.id === id)) {
    throw new UsageError(
      `${option}: the standard "${standard.id}" leaves the check "${id}" out`,
    );
  }
  throw new UsageError(
    `${option}: there is no check "${id}"${didYouMean(
      id,
      known.map(check => check.id),
    )}`,
  );
}

async function readStandard(
  value: string,
  definitions: readonly CheckDefinition[],
): Promise<Standard> {
  const builtIn = BUILT_IN.find(({ id }) => id === value);
  if (builtIn) {
    return builtIn;
  }
  const looksLikeId = /^[a-z0-9-]+$/.test(value);
  let text: string;
  try {
    text = await readText(value);
  } catch (error) {
    throw new UsageError(
      looksLikeId && (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? `--standard: there is neither a file nor a built-in standard "${value}" (built-in: ${BUILT_IN.map(
            ({ id }) => id,
          ).join(', ')})`
        : `--standard: ${value} ${reasonOf(error)}`,
    );
  }
  return parseStandard({ path: value, text }, definitions);
}

async function readCheckSources(paths: string[]): Promise<CheckSource[]> {
  const sources: CheckSource[] = [];
  for (const path of paths) {
    try {
      for (const file of await checkFiles(path)) {
        sources.push({ path: file, text: await readText(file) });
      }
    } catch (error) {
      throw error instanceof UsageError
        ? error
        : new UsageError(`--checks: ${path} ${reasonOf(error)}`);
    }
  }
  return sources;
}

async function checkFiles(path: string): Promise<string[]> {
  if (!(await fs.stat(path)).isDirectory()) {
    return [path];
  }
  const entries = await fs.readdir(path, {
    recursive: true,
    withFileTypes: true,
  });
  const files = entries
    .filter(entry => entry.isFile() && /\.ya?ml$/i.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    // Trees that show what a check does are no checks.
    .filter(file => !relative(path, file).split(/[\\/]/).includes('cases'))
    .sort();
  if (files.length === 0) {
    throw new UsageError(`--checks: ${path} holds no YAML file`);
  }
  if (files.length > MAX_CHECK_FILES) {
    throw new UsageError(
      `--checks: ${path} holds more than ${MAX_CHECK_FILES} YAML files`,
    );
  }
  return files;
}

async function readText(path: string): Promise<string> {
  const { size } = await fs.stat(path);
  if (size > MAX_FILE_BYTES) {
    throw new Error('is larger than 1 MiB');
  }
  return fs.readFile(path, 'utf8');
}
