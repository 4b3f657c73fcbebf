import {
  Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  Node,
  Pair,
  parseAllDocuments,
} from 'yaml';
import { FieldPath, fieldName, problemsOf } from './problems';
import { Rule, RuleSchema } from './schema';
import { meaningProblems } from './meaning';

/** A file with checks. */
export interface RuleSource {
  path: string;
  text: string;
}

/** A check that was read, with the file that it stands in. */
export interface ReadRule {
  path: string;
  rule: Rule;
}

/** What is wrong with a file, and where. */
export interface RuleFileProblem {
  path: string;
  line: number;
  column: number;
  message: string;
}

const MAX_CHARACTERS = 128 * 1024;
const MAX_DOCUMENTS = 200;
/** Values with all aliases written out. */
const MAX_VALUES = 50_000;
const MAX_DEPTH = 60;
const MAX_ALIASES = 1_000;
/** Problems told of one file; the rest follow from the first ones more often than not. */
const MAX_PROBLEMS = 50;

/** Finds the places of fields. */
class Positions {
  private readonly document: Document.Parsed;
  private readonly lines: LineCounter;

  constructor(document: Document.Parsed, lines: LineCounter) {
    this.document = document;
    this.lines = lines;
  }

  /** Place of a value, or of its key; of the innermost one around it where it is missing. */
  of(path: FieldPath, atKey = false): { line: number; column: number } {
    let node: unknown = this.document.contents;
    let key: Node | undefined;
    for (const [index, step] of path.entries()) {
      const next = this.child(node, step);
      if (!next) {
        // A field that is missing belongs where the map around it starts.
        return this.at(key ?? node);
      }
      node = next.value;
      key = next.key;
      if (atKey && index === path.length - 1 && key) {
        return this.at(key);
      }
    }
    return this.at(path.length > 0 && node !== null ? node : key ?? node);
  }

  private child(
    node: unknown,
    step: string | number,
    depth = 0,
  ): { key: Node | undefined; value: unknown } | undefined {
    if (depth > MAX_DEPTH) {
      return undefined;
    }
    const target = isAlias(node) ? node.resolve(this.document) : node;
    if (isMap(target)) {
      const own = target.items.find(
        ({ key }) => isScalar(key) && String(key.value) === String(step),
      ) as Pair<Node, unknown> | undefined;
      if (own) {
        return { key: own.key, value: own.value };
      }
      for (const { key, value } of target.items) {
        if (isScalar(key) && key.source === '<<') {
          const sources = isSeq(value) ? value.items : [value];
          for (const source of sources) {
            const found = this.child(source, step, depth + 1);
            if (found) {
              return found;
            }
          }
        }
      }
      return undefined;
    }
    if (isSeq(target)) {
      const value: unknown = target.items[Number(step)];
      return value === undefined ? undefined : { key: undefined, value };
    }
    return undefined;
  }

  private at(node: unknown): { line: number; column: number } {
    const offset = (node as Node | null)?.range?.[0];
    if (offset === undefined) {
      return { line: 1, column: 1 };
    }
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}

/** Reads files with one check, or several separated by `---`. */
export function readRules(sources: readonly RuleSource[]): {
  rules: ReadRule[];
  problems: RuleFileProblem[];
} {
  const rules: ReadRule[] = [];
  const problems: RuleFileProblem[] = [];
  const places = new Map<string, string>();
  for (const source of sources) {
    const file = readFile(source);
    problems.push(...file.problems.slice(0, MAX_PROBLEMS));
    for (const { rule, line, column } of file.rules) {
      const other = places.get(rule.id);
      if (other) {
        problems.push({
          path: source.path,
          line,
          column,
          message: `id: "${rule.id}" is taken by the check in ${other}`,
        });
      }
      places.set(rule.id, `${source.path}:${line}`);
      rules.push({ path: source.path, rule });
    }
  }
  return { rules, problems };
}

function readFile({ path, text }: RuleSource): {
  rules: { rule: Rule; line: number; column: number }[];
  problems: RuleFileProblem[];
} {
  const rules: { rule: Rule; line: number; column: number }[] = [];
  const problems: RuleFileProblem[] = [];
  const failed = (message: string, line = 1, column = 1) => {
    problems.push({ path, line, column, message });
  };
  if (text.length > MAX_CHARACTERS) {
    failed(`is larger than ${MAX_CHARACTERS / 1024} KiB`);
    return { rules, problems };
  }
  const lines = new LineCounter();
  let documents: Document.Parsed[];
  try {
    documents = parseAllDocuments(text, {
      lineCounter: lines,
      merge: true,
      logLevel: 'silent',
    }) as Document.Parsed[];
  } catch (error) {
    failed(`cannot be parsed: ${firstLine(error)}`);
    return { rules, problems };
  }
  const filled = documents.filter(
    ({ contents, errors }) => contents !== null || errors.length > 0,
  );
  if (filled.length === 0) {
    failed('holds no check');
  }
  if (filled.length > MAX_DOCUMENTS) {
    failed(`holds more than ${MAX_DOCUMENTS} checks`);
  }
  for (const document of filled.slice(0, MAX_DOCUMENTS)) {
    if (document.errors.length > 0) {
      for (const error of document.errors.slice(0, 3)) {
        const [at] = error.linePos ?? [];
        failed(
          `is no YAML: ${firstLine(error).replace(/ at line .*$/, '')}`,
          at?.line,
          at?.col,
        );
      }
      continue;
    }
    const positions = new Positions(document, lines);
    const input = toValue(document);
    if ('problem' in input) {
      const { line, column } = positions.of([]);
      failed(input.problem, line, column);
      continue;
    }
    const parsed = RuleSchema.safeParse(input.value);
    const found = parsed.success
      ? meaningProblems(parsed.data)
      : problemsOf(RuleSchema, input.value, parsed.error.issues);
    for (const { path: field, message, atKey } of found) {
      const { line, column } = positions.of(field, atKey);
      failed(
        field.length > 0 ? `${fieldName(field)}: ${message}` : message,
        line,
        column,
      );
    }
    if (parsed.success && found.length === 0) {
      rules.push({ rule: parsed.data, ...positions.of(['id']) });
    }
  }
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return { rules, problems };
}

/** Plain data of a document, bounded: aliases may multiply a few lines into anything. */
function toValue(
  document: Document.Parsed,
): { value: unknown } | { problem: string } {
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    const open: [unknown, number][] = [[value, 0]];
    for (let visited = 0, item = open.pop(); item; item = open.pop()) {
      const [current, depth] = item;
      visited++;
      if (visited > MAX_VALUES) {
        return { problem: `holds more than ${MAX_VALUES} values` };
      }
      if (depth > MAX_DEPTH) {
        return { problem: `is nested deeper than ${MAX_DEPTH} levels` };
      }
      if (typeof current === 'object' && current !== null) {
        for (const child of Object.values(current)) {
          open.push([child, depth + 1]);
        }
      }
    }
    return { value };
  } catch (error) {
    return { problem: `cannot be read: ${firstLine(error)}` };
  }
}

function firstLine(error: unknown): string {
  return String((error as Error).message).split('\n')[0];
}
