import { inventory } from '../facts/inventory/extract';
import { FileClass, InventoryFile, Language } from '../facts/inventory/schema';
import type { Facts } from '../engine/types';
import { SourceTree } from '../tree/SourceTree';
import { Breather } from './Breather';
import { go } from './go';
import { Grammar } from './grammar';
import { java } from './java';
import { LARGE_CHARACTERS, MAX_NODE_DEPTH, nestsTooDeeply } from './nesting';
import { SyntaxTree } from './nodes/SyntaxTree';
import { loadGrammar, parseText } from './parsing/grammars';
import { ParsedAhead } from './parsing/ParsedAhead';
import { python } from './python';
import { CallFact, FileQuery, FileSyntax, SyntaxIndex } from './schema';
import { SourceFile, SourceFileHost } from './sourceFile';
import { TreeKeeper } from './TreeKeeper';
import { javascript, typescript } from './typescript';
import { WordIndex } from './WordIndex';

const GRAMMARS: Record<Language, Grammar> = {
  python,
  typescript,
  tsx: typescript,
  javascript,
  go,
  java,
};

/** Nodes of the trees that are kept at a time; see {@link TreeKeeper}. */
const KEPT_NODES = 10_000_000;
/** Texts kept decoded, because every check searches them for its words first. */
const KEPT_TEXT_CHARACTERS = 64 * 1024 * 1024;
/** Share of a file that may be unreadable before the rest means nothing. */
const MAX_UNREADABLE = 0.2;
/** Classes that another thread parses ahead, in this order. */
const AHEAD_CLASSES: readonly FileClass[] = ['source', 'test'];
/** With fewer files a thread takes longer to start than it saves. */
const WORTH_A_THREAD = 150;
/** Shorter texts are parsed in the time that sending them takes. Characters. */
const WORTH_SENDING = 4000;

/**
 * How source files are parsed.
 *
 * @public
 */
export interface ParsingOptions {
  /** With 2, another thread parses ahead of the one that judges. Default 1. */
  threads?: number;
  /** Nodes of the syntax trees that are kept at a time. */
  keptNodes?: number;
  /** Files that are not parsed, with the reason. */
  skippedFiles?: ReadonlyMap<string, string>;
  /** Told before something that may take long is done with a large file. */
  onLargeFile?: (path: string) => void;
  /** Told when a file is parsed; each time, should its tree have been let go meanwhile. */
  onParse?: (path: string) => void;
}

/**
 * What {@link createSyntaxIndex} works on.
 */
export interface SyntaxIndexOptions extends ParsingOptions {
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
  /** Time spent on parsing in this thread. */
  parsingMs = 0;
  private readonly options: SyntaxIndexOptions;
  private readonly keeper: TreeKeeper;
  private readonly breather = new Breather();
  private readonly texts = new Map<string, string | undefined>();
  private textCharacters = 0;
  /** `undefined` for what could not be parsed. */
  private readonly parsed = new Map<string, SourceFile | undefined>();
  private candidates: Promise<Map<string, Candidate>> | undefined;
  /** The same once it is there, for look-ups that cannot wait. */
  private known: Map<string, Candidate> = new Map();
  private words: WordIndex | undefined;
  /** What another thread parses meanwhile. */
  private ahead: ParsedAhead | undefined;
  private readonly tooDeep = new Map<string, boolean>();
  private lastLarge: string | undefined;

  constructor(options: SyntaxIndexOptions) {
    this.options = options;
    this.keeper = new TreeKeeper(options.keptNodes ?? KEPT_NODES);
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
    await this.breather.breathe();
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
    for (const file of files) {
      result.push(...file.callsNamed(wanted));
      await this.breather.breathe();
    }
    return result;
  }

  private async matching(query: FileQuery): Promise<Candidate[]> {
    const classes: readonly FileClass[] = query.classes ?? ['source'];
    const candidates = [...(await this.listed()).values()].filter(
      candidate =>
        classes.includes(candidate.class) &&
        (!query.languages || query.languages.includes(candidate.language)),
    );
    if (!query.containing) {
      return candidates;
    }
    const sets = query.containing.map(word => this.filesContaining(word));
    return candidates.filter(({ path }) => sets.some(set => set.has(path)));
  }

  private filesContaining(word: string): ReadonlySet<string> {
    this.words ??= new WordIndex([...this.known.keys()], path =>
      this.text(path),
    );
    return this.words.containing(word);
  }

  private async open(query: FileQuery): Promise<SourceFile[]> {
    const candidates = await this.matching(query);
    for (const candidate of candidates) {
      if (!this.parsed.has(candidate.path)) {
        this.touch(candidate.path, this.text(candidate.path)?.length ?? 0);
        await this.ahead?.arrival(candidate.path);
        this.openOne(candidate);
        await this.breather.breathe();
      }
    }
    return candidates.flatMap(({ path }) => this.parsed.get(path) ?? []);
  }

  /** Nearly every file of these classes is asked for by some check. */
  private parseAhead(): ParsedAhead | undefined {
    const { threads = 1 } = this.options;
    const wanted = [...this.known.values()].filter(item =>
      AHEAD_CLASSES.includes(item.class),
    );
    return threads < 2 || wanted.length < WORTH_A_THREAD
      ? undefined
      : new ParsedAhead({
          candidates: wanted,
          textOf: path => {
            const text = this.text(path);
            return text === undefined ||
              text.length < WORTH_SENDING ||
              this.parsed.has(path)
              ? undefined
              : this.parseableText(path);
          },
          maxNodes: this.options.keptNodes ?? KEPT_NODES,
        });
  }

  private openOne({ path, language }: Candidate): SourceFile | undefined {
    if (!this.parsed.has(path)) {
      this.parsed.set(path, this.tryToParse(path, language));
    }
    return this.parsed.get(path);
  }

  /** Text of a file that may be parsed. */
  private parseableText(path: string): string | undefined {
    const text = this.text(path);
    return text === undefined ||
      this.options.skippedFiles?.has(path) ||
      this.isTooDeep(path, text)
      ? undefined
      : text;
  }

  private isTooDeep(path: string, text: string): boolean {
    let tooDeep = this.tooDeep.get(path);
    if (tooDeep === undefined) {
      tooDeep = nestsTooDeeply(text);
      this.tooDeep.set(path, tooDeep);
    }
    return tooDeep;
  }

  private tryToParse(path: string, language: Language): SourceFile | undefined {
    const text = this.parseableText(path);
    if (text === undefined) {
      const reason = this.options.skippedFiles?.get(path);
      if (reason !== undefined || this.text(path) !== undefined) {
        this.options.skip(path, `unparsable: ${reason ?? 'nested too deeply'}`);
      }
      return undefined;
    }
    const file = new SourceFile(path, language, GRAMMARS[language], this);
    try {
      const tree = this.ahead?.take(path);
      if (tree) {
        this.options.onParse?.(path);
        file.adopt(tree);
        this.keeper.add(file, tree.size, this.isImportant(path));
      }
      return this.isReadable(file, text) ? file : this.forget(file);
    } catch (error) {
      this.options.skip(path, `unparsable: ${(error as Error).message}`);
      return this.forget(file);
    }
  }

  private isReadable(file: SourceFile, text: string): boolean {
    if (file.tree.columns.depth > MAX_NODE_DEPTH) {
      this.options.skip(file.path, 'unparsable: nested too deeply');
      return false;
    }
    const errors = file.root.findAll({ rule: { kind: 'ERROR' } });
    if (errors.length === 0) {
      return true;
    }
    const ranges = errors.map(error => error.range());
    const unreadable = ranges.reduce(
      (sum, { start, end }) => sum + end.index - start.index,
      0,
    );
    const place = `syntax error in line ${ranges[0].start.line + 1}`;
    if (unreadable > text.length * MAX_UNREADABLE) {
      this.options.skip(file.path, `unparsable: ${place}`);
      return false;
    }
    this.options.skip(file.path, `partly unparsable: ${place}`);
    return true;
  }

  private forget(file: SourceFile): undefined {
    this.keeper.drop(file);
    return undefined;
  }

  private isImportant(path: string): boolean {
    return this.known.get(path)?.class === 'source';
  }

  parse(file: SourceFile): SyntaxTree {
    this.options.onParse?.(file.path);
    const begin = performance.now();
    const tree = parseText(file.language, this.text(file.path) ?? '');
    this.parsingMs += performance.now() - begin;
    this.keeper.add(file, tree.size, this.isImportant(file.path));
    return tree;
  }

  touch(path: string, characters: number): void {
    if (characters > LARGE_CHARACTERS && this.lastLarge !== path) {
      this.lastLarge = path;
      this.options.onLargeFile?.(path);
    }
  }

  load(paths: readonly string[]): SourceFile | undefined {
    const path = paths.find(item => this.known.has(item));
    return path === undefined ? undefined : this.openOne(this.known.get(path)!);
  }

  text(path: string): string | undefined {
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
    this.candidates ??= this.options
      .facts(inventory)
      .then(async ({ files }) => {
        await loadGrammars(files);
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
        this.ahead = this.parseAhead();
        return this.known;
      });
    return this.candidates;
  }
}

/** The parsed files of a tree, parsed when somebody asks for them. */
export function createSyntaxIndex(
  options: SyntaxIndexOptions,
): SyntaxIndex & { readonly parsingMs: number } {
  return new LazySyntaxIndex(options);
}

/** Files are parsed without waiting from then on, also in the middle of following a constant. */
async function loadGrammars(files: readonly InventoryFile[]): Promise<void> {
  const languages = new Set(files.map(({ language }) => language));
  // Scripts inside other files: single-file components.
  languages.add('typescript');
  for (const language of languages) {
    if (language) {
      await loadGrammar(language);
    }
  }
}

/** What must stand in the text of a file for a name to be called in it. */
function lastSegment(name: string): string {
  return name.split(/[./]/).filter(Boolean).at(-1) ?? name;
}
