import { defineExtractor } from '../../engine/defineExtractor';
import { extensionOf } from '../../facts/inventory/language';
import { parseYaml } from '../../facts/yaml/parseYaml';
import { YamlValue } from '../../facts/yaml/schema';
import { parseJsonWithPlaces } from './json';
import { parseTomlWithPlaces } from './toml';

/** A file as the values that stand in it. */
export interface DocumentFile {
  /** One for each document of a YAML file, one otherwise; none when it cannot be read. */
  roots: YamlValue[];
  problem?: string;
}

/** Reads structured files when somebody asks, each at most once. */
export interface Documents {
  /** Text of one of the project's own files. */
  text(path: string): string | undefined;
  /** Values of a file; `undefined` when there is no such text. */
  read(path: string): DocumentFile | undefined;
}

const JSON_EXTENSIONS = new Set([
  'json',
  'jsonc',
  'webmanifest',
  'code-workspace',
  'ipynb',
]);
const TOML_NAMES = new Set([
  'Pipfile',
  'uv.lock',
  'poetry.lock',
  'pdm.lock',
  'Cargo.lock',
]);

/** Values of YAML, JSON and TOML files, for checks that are written in YAML. */
export const documents = defineExtractor<Documents>({
  id: 'documents',
  extract: ({ tree, skip }) => {
    const files = new Map<string, DocumentFile | undefined>();
    return {
      text: path => tree.read(path),
      read: path => {
        if (!files.has(path)) {
          const text = tree.read(path);
          const file = text === undefined ? undefined : parseFile(path, text);
          if (file?.problem) {
            skip(path, `unparsable: ${file.problem}`);
          }
          files.set(path, file);
        }
        return files.get(path);
      },
    };
  },
});

function parseFile(path: string, text: string): DocumentFile {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const extension = extensionOf(name);
  try {
    if (JSON_EXTENSIONS.has(extension)) {
      return { roots: [parseJsonWithPlaces(text)] };
    }
    if (extension === 'toml' || TOML_NAMES.has(name)) {
      return { roots: [parseTomlWithPlaces(text)] };
    }
  } catch (error) {
    return { roots: [], problem: (error as Error).message.split('\n')[0] };
  }
  // JSON is YAML too, so this also reads `.eslintrc` and `.renovaterc`.
  const { documents: roots, problem } = parseYaml(text);
  return problem
    ? { roots: [], problem: problem.replace(/^unparsable: /, '') }
    : { roots };
}
