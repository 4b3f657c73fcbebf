import { inventory } from '../facts/inventory/extract';
import { FileClass, Language } from '../facts/inventory/schema';
import type { Facts } from '../engine/types';
import { SourceTree } from '../tree/SourceTree';
import { go } from './go';
import { Grammar } from './grammar';
import { java } from './java';
import { parseSource } from './languages';
import { python } from './python';
import { CallFact, FileQuery, FileSyntax, SyntaxIndex } from './schema';
import { SourceFile, SourceFileHost } from './sourceFile';
import { javascript, typescript } from './typescript';

const GRAMMARS: Record<Language, Grammar> = {
  python,
  typescript,
  tsx: typescript,
  javascript,
  go,
  java,
};

/**
 * Characters of text whose trees are kept at a time. A tree takes some fifty times its text in native memory that the
 * garbage collector does not see.
 */
const KEPT_CHARACTERS = 12 * 1024 * 1024;
/** Texts kept decoded, because every check searches them for its words first. */
const KEPT_TEXT_CHARACTERS = 64 * 1024 * 1024;
/** Share of a file that may be unreadable before the rest means nothing. */
const MAX_UNREADABLE = 0.2;

/**
 * What {@link createSyntaxIndex} works on.
 */
export interface SyntaxIndexOptions {
  tree: SourceTree;
  facts: Facts;
  skip: (path: string, reason: string) => void;
}

interface Candidate {
  path: string;
  language: Language;
  class: FileClass;
}

class LazySyntaxIndex implements SyntaxIndex, SourceFileHost {
  private readonly options: SyntaxIndexOptions;
  private readonly texts = new Map<string, string | undefined>();
  private textCharacters = 0;
  /** `undefined` for what could not be parsed. */
  private readonly parsed = new Map<string, SourceFile | undefined>();
  /** Files with a tree, the longest unused first, with the length of their texts. */
  private readonly withTree = new Map<SourceFile, number>();
  private treeCharacters = 0;
  private candidates: Promise<Map<string, Candidate>> | undefined;
  /** The same once it is there, for look-ups that cannot wait. */
  private known: Map<string, Candidate> = new Map();

  constructor(options: SyntaxIndexOptions) {
    this.options = options;
  }

  async files(query: FileQuery): Promise<FileSyntax[]> {
    return this.open(query);
  }

  async unreadable(query: FileQuery): Promise<string[]> {
    await this.open(query);
    return (await this.matching(query))
      .map(({ path }) => path)
      .filter(path => this.parsed.get(path) === undefined);
  }

  async file(path: string): Promise<FileSyntax | undefined> {
    const found = (await this.listed()).get(path);
    return found && this.openOne(found);
  }

  async calls(
    query: Omit<FileQuery, 'containing'> & { names: readonly string[] },
  ): Promise<CallFact[]> {
    const exact = new Set(query.names.filter(name => !name.startsWith('.')));
    const endings = query.names.filter(name => name.startsWith('.'));
    const files = await this.open({
      ...query,
      containing: query.names.map(lastSegment),
    });
    const result: CallFact[] = [];
    const wanted = (name: string) =>
      exact.has(name) || endings.some(ending => name.endsWith(ending));
    for (const [index, file] of files.entries()) {
      if (!file.mayCall(wanted)) {
        continue;
      }
      for (const call of file.calls) {
        if (wanted(call.name)) {
          result.push(call);
        }
      }
      await breathe(index);
    }
    return result;
  }

  private async matching(query: FileQuery): Promise<Candidate[]> {
    const classes: readonly FileClass[] = query.classes ?? ['source'];
    return [...(await this.listed()).values()].filter(candidate => {
      if (
        !classes.includes(candidate.class) ||
        (query.languages && !query.languages.includes(candidate.language))
      ) {
        return false;
      }
      const text = query.containing && (this.text(candidate.path) ?? '');
      return (
        text === undefined ||
        query.containing!.some(word => text.includes(word))
      );
    });
  }

  private async open(query: FileQuery): Promise<SourceFile[]> {
    const result: SourceFile[] = [];
    let opened = 0;
    for (const candidate of await this.matching(query)) {
      const isNew = !this.parsed.has(candidate.path);
      const file = this.openOne(candidate);
      if (file) {
        result.push(file);
      }
      if (isNew) {
        opened += 1;
        await breathe(opened);
      }
    }
    return result;
  }

  private openOne({ path, language }: Candidate): SourceFile | undefined {
    if (!this.parsed.has(path)) {
      this.parsed.set(path, this.tryToParse(path, language));
    }
    return this.parsed.get(path);
  }

  private tryToParse(path: string, language: Language): SourceFile | undefined {
    const text = this.text(path);
    if (text === undefined) {
      return undefined;
    }
    const file = new SourceFile(path, language, GRAMMARS[language], this);
    try {
      const errors = file.root.findAll({ rule: { kind: 'ERROR' } });
      if (errors.length > 0) {
        const unreadable = errors.reduce((sum, error) => {
          const { start, end } = error.range();
          return sum + end.index - start.index;
        }, 0);
        const place = `syntax error in line ${
          errors[0].range().start.line + 1
        }`;
        if (unreadable > text.length * MAX_UNREADABLE) {
          this.options.skip(path, `unparsable: ${place}`);
          this.forget(file);
          return undefined;
        }
        this.options.skip(path, `partly unparsable: ${place}`);
      }
      return file;
    } catch (error) {
      this.options.skip(path, `unparsable: ${(error as Error).message}`);
      return undefined;
    }
  }

  parse(file: SourceFile): ReturnType<SourceFileHost['parse']> {
    const text = this.text(file.path) ?? '';
    const root = parseSource(file.language, text);
    this.withTree.set(file, text.length);
    this.treeCharacters += text.length;
    for (const [oldest] of this.withTree) {
      if (this.treeCharacters <= KEPT_CHARACTERS || oldest === file) {
        break;
      }
      this.forget(oldest);
    }
    return root;
  }

  private forget(file: SourceFile): void {
    this.treeCharacters -= this.withTree.get(file) ?? 0;
    this.withTree.delete(file);
    file.release();
  }

  load(paths: readonly string[]): SourceFile | undefined {
    const path = paths.find(item => this.known.has(item));
    return path === undefined ? undefined : this.openOne(this.known.get(path)!);
  }

  private text(path: string): string | undefined {
    if (this.texts.has(path)) {
      return this.texts.get(path);
    }
    const text = this.options.tree.read(path);
    if (this.textCharacters < KEPT_TEXT_CHARACTERS) {
      this.textCharacters += text?.length ?? 0;
      this.texts.set(path, text);
    }
    return text;
  }

  private listed(): Promise<Map<string, Candidate>> {
    this.candidates ??= this.options.facts(inventory).then(({ files }) => {
      this.known = new Map(
        files.flatMap(item =>
          item.language
            ? [
                [
                  item.path,
                  {
                    path: item.path,
                    language: item.language,
                    class: item.class,
                  },
                ] as const,
              ]
            : [],
        ),
      );
      return this.known;
    });
    return this.candidates;
  }
}

/** The parsed files of a tree, parsed when somebody asks for them. */
export function createSyntaxIndex(options: SyntaxIndexOptions): SyntaxIndex {
  return new LazySyntaxIndex(options);
}

/** What must stand in the text of a file for a name to be called in it. */
function lastSegment(name: string): string {
  return name.split(/[./]/).filter(Boolean).at(-1) ?? name;
}

/** Native trees are only freed when the event loop turns. */
async function breathe(count: number): Promise<void> {
  if (count % 8 === 7) {
    await new Promise(resolve => setImmediate(resolve));
  }
}
