/**
 * A YAML value with its place. Aliases are shared, merge keys (`<<`) are already applied, so a value stands where it
 * was **written**, which may be another place than the entry that uses it.
 *
 * @public
 */
export type YamlValue = YamlScalar | YamlMap | YamlSequence;

/** @public */
export interface YamlScalar {
  kind: 'scalar';
  value: string | number | boolean | null;
  /** As written, without quotes: keeps `17.10` and `0123`. */
  text: string;
  line: number;
  endLine: number;
  /** Line of the first line of the content; differs from `line` for block scalars. */
  contentLine: number;
  /** Each line of the value is one line of the file. */
  literal: boolean;
  /** Comment behind it. */
  comment?: string;
  tag?: string;
}

/** @public */
export interface YamlEntry {
  key: string;
  line: number;
  endLine: number;
  value: YamlValue;
  /** Came in through `<<`, `extends` or another file. */
  merged?: boolean;
  /** File, where it is another one than the map's. */
  path?: string;
}

/** @public */
export interface YamlMap {
  kind: 'map';
  entries: ReadonlyMap<string, YamlEntry>;
  line: number;
  endLine: number;
  tag?: string;
}

/** @public */
export interface YamlSequence {
  kind: 'sequence';
  items: readonly YamlValue[];
  line: number;
  endLine: number;
  tag?: string;
}

/** @public */
export interface YamlFile {
  /** One for each document that holds something. */
  documents: YamlValue[];
  /** Why it could not be read; the documents are then incomplete and must not be judged. */
  problem?: string;
  /** The file is a template of another tool (`{{ … }}`) and no YAML until it is rendered. */
  template: boolean;
  /** Text of the comment at the top. */
  heading: string;
}
