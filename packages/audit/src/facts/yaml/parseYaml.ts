import {
  Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  Node,
  parseAllDocuments,
  Scalar,
} from 'yaml';
import { unparsable } from '../../engine/unparsable';
import { YamlEntry, YamlFile, YamlMap, YamlScalar, YamlValue } from './schema';

/** Values of one file with all aliases written out; beyond this it is an alias bomb. */
const MAX_EXPANDED = 200_000;
const MAX_DEPTH = 100;
/** Lines at the top in which a comment speaks about the whole file. */
const HEADING_LINES = 15;
const HEADING_LENGTH = 500;

/** `{{` that is not an expression of GitHub Actions (`${{`). */
function hasTemplateMarks(text: string): boolean {
  for (
    let index = text.indexOf('{{');
    index >= 0;
    index = text.indexOf('{{', index + 2)
  ) {
    if (text[index - 1] !== '$') {
      return true;
    }
  }
  return false;
}

function headingOf(text: string): string {
  const heading: string[] = [];
  for (const line of text.split('\n', HEADING_LINES)) {
    const trimmed = line.trim();
    if (trimmed.startsWith('#')) {
      heading.push(trimmed.slice(0, HEADING_LENGTH).replace(/^#+/, '').trim());
    } else if (trimmed !== '' && trimmed !== '---') {
      break;
    }
  }
  return heading.join(' ');
}

/** Turns the tree of one document into values with places. Anchors are remembered in the order of the document. */
class Converter {
  private readonly anchors = new Map<string, YamlValue>();
  private readonly sizes = new Map<YamlValue, number>();
  private mergedEntries = 0;

  constructor(private readonly lines: LineCounter) {}

  convert(node: unknown, depth = 0): YamlValue {
    if (depth > MAX_DEPTH) {
      throw new Error('nested too deeply');
    }
    if (isAlias(node)) {
      const target = this.anchors.get(node.source);
      if (!target) {
        throw new Error(`unresolved alias ${node.source}`);
      }
      return target;
    }
    const value = this.convertNode(node as Node | null, depth);
    const anchor = (node as { anchor?: string } | null)?.anchor;
    if (anchor) {
      this.anchors.set(anchor, value);
    }
    return value;
  }

  private convertNode(node: Node | null, depth: number): YamlValue {
    const line = this.lineAt(node?.range?.[0]);
    const endLine = Math.max(line, this.lineAt((node?.range?.[1] ?? 1) - 1));
    const tag =
      node?.tag && !node.tag.startsWith('tag:') ? node.tag : undefined;
    if (isMap(node)) {
      const value: YamlMap = {
        kind: 'map',
        entries: this.convertEntries(node.items, depth),
        line,
        endLine,
        tag,
      };
      return this.sized(
        value,
        [...value.entries.values()].map(entry => entry.value),
      );
    }
    if (isSeq(node)) {
      const items = node.items.map(item => this.convert(item, depth + 1));
      return this.sized({ kind: 'sequence', items, line, endLine, tag }, items);
    }
    return this.sized(this.convertScalar(node, line, endLine, tag), []);
  }

  private convertScalar(
    node: Node | null,
    line: number,
    endLine: number,
    tag: string | undefined,
  ): YamlScalar {
    const scalar = isScalar(node) ? node : undefined;
    const raw = scalar?.value;
    const value =
      typeof raw === 'string' ||
      typeof raw === 'number' ||
      typeof raw === 'boolean'
        ? raw
        : null;
    const block =
      scalar?.type === Scalar.BLOCK_LITERAL ||
      scalar?.type === Scalar.BLOCK_FOLDED;
    return {
      kind: 'scalar',
      value,
      text:
        typeof value === 'string'
          ? value
          : scalar?.source ?? (value === null ? '' : String(value)),
      line,
      endLine,
      contentLine: block ? line + 1 : line,
      literal: scalar?.type === Scalar.BLOCK_LITERAL,
      comment: scalar?.comment?.trim() || undefined,
      tag,
    };
  }

  private convertEntries(
    items: readonly { key: unknown; value: unknown }[],
    depth: number,
  ): Map<string, YamlEntry> {
    const own = new Map<string, YamlEntry>();
    const merged: YamlMap[] = [];
    const seen = new Set<unknown>();
    for (const item of items) {
      const keyNode = item.key as Node | null;
      const key = isScalar(keyNode)
        ? String(keyNode.source ?? keyNode.value)
        : '';
      if (isScalar(keyNode) && key !== '<<') {
        if (seen.has(keyNode.value)) {
          throw new Error(
            `Map keys must be unique (line ${this.lineAt(keyNode.range?.[0])})`,
          );
        }
        seen.add(keyNode.value);
      }
      const value = this.convert(item.value, depth + 1);
      if (key === '<<') {
        merged.push(
          ...(value.kind === 'sequence' ? value.items : [value]).filter(
            (source): source is YamlMap => source.kind === 'map',
          ),
        );
        continue;
      }
      const line = this.lineAt(keyNode?.range?.[0]);
      const here = !isAlias(item.value);
      own.set(key, {
        key,
        line,
        endLine: here ? Math.max(line, value.endLine) : line,
        value,
      });
    }
    // Own keys win over merged ones, earlier sources over later ones.
    const entries = new Map<string, YamlEntry>();
    for (const source of [...merged].reverse()) {
      this.mergedEntries += source.entries.size;
      if (this.mergedEntries > MAX_EXPANDED) {
        throw new Error('too many values through merge keys');
      }
      for (const [key, entry] of source.entries) {
        entries.set(key, { ...entry, merged: true });
      }
    }
    for (const [key, entry] of own) {
      entries.delete(key);
      entries.set(key, entry);
    }
    return entries;
  }

  private sized<T extends YamlValue>(value: T, children: YamlValue[]): T {
    const size = children.reduce(
      (sum, child) => sum + (this.sizes.get(child) ?? 1),
      1,
    );
    if (size > MAX_EXPANDED) {
      throw new Error('too many values through aliases');
    }
    this.sizes.set(value, size);
    return value;
  }

  private lineAt(offset: number | undefined): number {
    return offset === undefined
      ? 1
      : Math.max(1, this.lines.linePos(offset).line);
  }
}

/**
 * Parses YAML with the place of every value. Never throws: what cannot be read is named in `problem`. Unknown tags are
 * tolerated, aliases are shared and bounded, merge keys are applied.
 *
 * @public
 */
export function parseYaml(text: string): YamlFile {
  const heading = headingOf(text);
  const template = hasTemplateMarks(text);
  const lines = new LineCounter();
  try {
    const parsed = parseAllDocuments(text, {
      lineCounter: lines,
      merge: true,
      strict: false,
      logLevel: 'silent',
      version: '1.2',
      // Both take quadratic time: for an error the text up to it, for a key all keys before it. Done below instead.
      prettyErrors: false,
      uniqueKeys: false,
    });
    const documents: YamlValue[] = [];
    for (const document of parsed as Document.Parsed[]) {
      if (document.errors.length > 0) {
        const [error] = document.errors;
        const { line } = lines.linePos(error.pos[0]);
        return {
          documents: [],
          problem: `${unparsable(error)}${line ? ` (line ${line})` : ''}`,
          template,
          heading,
        };
      }
      const value =
        document.contents && new Converter(lines).convert(document.contents);
      if (value && !(value.kind === 'scalar' && value.value === null)) {
        documents.push(value);
      }
    }
    return { documents, template: false, heading };
  } catch (error) {
    return {
      documents: [],
      problem: unparsable(error),
      template,
      heading,
    };
  }
}
