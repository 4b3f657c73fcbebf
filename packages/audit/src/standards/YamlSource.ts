import { InputError } from '@backstage/errors';
import {
  Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
} from 'yaml';

/** Way to a value: keys and indexes. */
export type YamlPath = readonly (string | number)[];

/** Problems named in one error; the rest is counted. */
const MAX_PROBLEMS = 20;

/** A YAML text that remembers where its values stand, and collects what is wrong with them. */
export class YamlSource {
  readonly path: string;
  /** The value of the document; `undefined` when it cannot be read. */
  readonly value: unknown;
  private readonly document: Document;
  private readonly lines = new LineCounter();
  private readonly problems: { line: number; text: string }[] = [];

  constructor(source: { path: string; text: string }) {
    this.path = source.path;
    this.document = parseDocument(source.text, {
      lineCounter: this.lines,
      prettyErrors: false,
    });
    for (const error of this.document.errors) {
      this.problems.push({
        line: this.lines.linePos(error.pos[0]).line,
        text: `not valid YAML: ${error.message.split('\n')[0]}`,
      });
    }
    if (this.problems.length === 0) {
      try {
        this.value = this.document.toJS();
      } catch (error) {
        this.problems.push({
          line: 1,
          text: `not valid YAML: ${(error as Error).message}`,
        });
      }
    }
  }

  get hasProblems(): boolean {
    return this.problems.length > 0;
  }

  /** Remembers what is wrong at a path, or at the nearest part of it that exists. */
  problem(path: YamlPath, text: string): void {
    const at = path.length > 0 ? `${path.join('.')}: ` : '';
    this.problems.push({ line: this.lineOf(path), text: `${at}${text}` });
  }

  /** @throws InputError with every problem on a line of its own, when there is one. */
  throwProblems(): void {
    if (this.problems.length === 0) {
      return;
    }
    const sorted = [...this.problems].sort((a, b) => a.line - b.line);
    const shown = sorted
      .slice(0, MAX_PROBLEMS)
      .map(({ line, text }) => `${this.path}:${line}: ${text}`);
    if (sorted.length > MAX_PROBLEMS) {
      shown.push(
        `${this.path}: and ${sorted.length - MAX_PROBLEMS} more problems`,
      );
    }
    throw new InputError(shown.join('\n'));
  }

  private lineOf(path: YamlPath): number {
    let node: unknown = this.document.contents;
    let offset = isNode(node) ? node.range?.[0] : undefined;
    for (const key of path) {
      if (isMap(node)) {
        const pair = node.items.find(
          item => isScalar(item.key) && String(item.key.value) === String(key),
        );
        const at = isNode(pair?.key) ? pair.key.range?.[0] : undefined;
        if (at === undefined) {
          break;
        }
        offset = at;
        node = pair?.value;
      } else if (isCollection(node)) {
        node = node.get(key, true);
        if (!isNode(node)) {
          break;
        }
        offset = node.range?.[0] ?? offset;
      } else {
        break;
      }
    }
    return this.lines.linePos(offset ?? 0).line || 1;
  }
}
