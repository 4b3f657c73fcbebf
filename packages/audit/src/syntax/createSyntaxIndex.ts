import type { SgNode } from '@ast-grep/napi';
import { inventory } from '../facts/inventory/extract';
import { FileClass, Language } from '../facts/inventory/schema';
import type { Facts } from '../engine/types';
import { SourceTree } from '../tree/SourceTree';
import { Breather } from './Breather';
import { go } from './go';
import { Grammar } from './grammar';
import { java } from './java';
import { parseSource, parseSourceElsewhere } from './languages';
import { hasDeepTree, LARGE_CHARACTERS, Nesting, nestingOf } from './nesting';
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

/** Characters of text whose trees are kept at a time; see {@link TreeKeeper}. */
const KEPT_CHARACTERS = 6 * 1024 * 1024;
/** Texts kept decoded, because every check searches them for its words first. */
const KEPT_TEXT_CHARACTERS = 64 * 1024 * 1024;
/** Share of a file that may be unreadable before the rest means nothing. */
const MAX_UNREADABLE = 0.2;
/** Files that are parsed ahead for each thread. */
const AHEAD = 4;

/**
 * How source files are parsed.
 *
 * @public
 */
export interface ParsingOptions {
  /** Threads that parse, besides the one that judges. Default 1: none. */
  threads?: number;
  /** Characters of text whose trees are kept at a time. */
  keptCharacters?: number;
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
  private readonly nestings = new Map<string, Nesting>();
  private lastLarge: string | undefined;

  constructor(options: SyntaxIndexOptions) {
    this.options = options;
    this.keeper = new TreeKeeper(options.keptCharacters ?? KEPT_CHARACTERS);
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
    const missing = candidates.filter(({ path }) => !this.parsed.has(path));
    const ahead = this.parseAhead(missing);
    for (const candidate of missing) {
      const root = await ahead(candidate);
      this.openOne(candidate, root);
      await this.breather.breathe();
    }
    return candidates.flatMap(({ path }) => this.parsed.get(path) ?? []);
  }

  /** Lets other threads parse the next files while this one works on the first. */
  private parseAhead(
    candidates: readonly Candidate[],
  ): (candidate: Candidate) => Promise<SgNode | undefined> | undefined {
    const { threads = 1 } = this.options;
    if (threads < 2 || candidates.length < 2) {
      return () => undefined;
    }
    const queue = candidates.values();
    const running = new Map<Candidate, Promise<SgNode | undefined>>();
    const next = () => {
      const { value, done } = queue.next();
      if (!done) {
        running.set(value, this.parseElsewhere(value));
      }
    };
    for (let count = 0; count < threads * AHEAD; count++) {
      next();
    }
    return candidate => {
      const root = running.get(candidate);
      running.delete(candidate);
      next();
      return root;
    };
  }

  /** `undefined` for what is better left to {@link tryToParse}, which says why. */
  private async parseElsewhere({
    path,
    language,
  }: Candidate): Promise<SgNode | undefined> {
    const text = this.parseableText(path);
    if (text === undefined || this.parsed.has(path)) {
      return undefined;
    }
    try {
      return await parseSourceElsewhere(language, text);
    } catch {
      return undefined;
    }
  }

  private openOne(
    { path, language }: Candidate,
    root?: SgNode,
  ): SourceFile | undefined {
    if (!this.parsed.has(path)) {
      this.parsed.set(path, this.tryToParse(path, language, root));
    }
    return this.parsed.get(path);
  }

  /** Text of a file that may be parsed. */
  private parseableText(path: string): string | undefined {
    const text = this.text(path);
    return text === undefined ||
      this.options.skippedFiles?.has(path) ||
      this.nesting(path, text) === 'too deep'
      ? undefined
      : text;
  }

  private nesting(path: string, text: string): Nesting {
    let nesting = this.nestings.get(path);
    if (nesting === undefined) {
      nesting = nestingOf(text);
      this.nestings.set(path, nesting);
    }
    return nesting;
  }

  private tryToParse(
    path: string,
    language: Language,
    root?: SgNode,
  ): SourceFile | undefined {
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
      if (root) {
        this.options.onParse?.(path);
        file.adopt(root);
        this.keeper.add(file, text.length, this.isImportant(path));
      }
      return this.isReadable(file, text) ? file : this.forget(file);
    } catch (error) {
      this.options.skip(path, `unparsable: ${(error as Error).message}`);
      return this.forget(file);
    }
  }

  private isReadable(file: SourceFile, text: string): boolean {
    if (
      this.nesting(file.path, text) === 'suspicious' &&
      hasDeepTree(file.root)
    ) {
      this.options.skip(file.path, 'unparsable: nested too deeply');
      return false;
    }
    const { errors } = file.outline;
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

  parse(file: SourceFile): SgNode {
    const text = this.text(file.path) ?? '';
    this.options.onParse?.(file.path);
    const begin = performance.now();
    const root = parseSource(file.language, text);
    this.parsingMs += performance.now() - begin;
    this.keeper.add(file, text.length, this.isImportant(file.path));
    return root;
  }

  keepOutline(file: SourceFile, nodes: number): void {
    this.keeper.addOutline(file, nodes);
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
export function createSyntaxIndex(
  options: SyntaxIndexOptions,
): SyntaxIndex & { readonly parsingMs: number } {
  return new LazySyntaxIndex(options);
}

/** What must stand in the text of a file for a name to be called in it. */
function lastSegment(name: string): string {
  return name.split(/[./]/).filter(Boolean).at(-1) ?? name;
}
