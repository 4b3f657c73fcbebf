import { Language } from '../../facts/inventory/schema';
import { SyntaxTree } from '../nodes/SyntaxTree';
import { loadGrammar } from './grammars';
import { ParseThread } from './ParseThread';

/** Texts that wait in the other thread: enough that it never waits for the next one. */
const WAITING = 8;

/**
 * Lets another thread parse files before somebody asks for them. Both threads take what the other has not begun, so
 * that neither waits while there is work; a tree that nobody takes is let go with the audit.
 */
export class ParsedAhead {
  private readonly queue: Iterator<{ path: string; language: Language }>;
  private readonly textOf: (path: string) => string | undefined;
  private readonly maxNodes: number;
  private readonly running = new Map<string, Promise<void>>();
  private readonly ready = new Map<string, SyntaxTree>();
  private nodes = 0;

  constructor(options: {
    candidates: readonly { path: string; language: Language }[];
    /** `undefined` for what need not be parsed (any more). */
    textOf: (path: string) => string | undefined;
    /** Nodes of trees that wait to be taken. */
    maxNodes: number;
  }) {
    this.queue = options.candidates.values();
    this.textOf = options.textOf;
    this.maxNodes = options.maxNodes;
    this.fill();
  }

  /** Resolves when the other thread is done with a file that it has begun; at once for all others. */
  arrival(path: string): Promise<void> | undefined {
    return this.running.get(path);
  }

  /** The tree of a file, once; `undefined` when it is better parsed here. */
  take(path: string): SyntaxTree | undefined {
    const tree = this.ready.get(path);
    if (tree) {
      this.ready.delete(path);
      this.nodes -= tree.size;
      this.fill();
    }
    return tree;
  }

  private fill(): void {
    while (this.running.size < WAITING && this.nodes < this.maxNodes) {
      const { value, done } = this.queue.next();
      if (done) {
        return;
      }
      const { path, language } = value;
      const text = this.textOf(path);
      if (text !== undefined) {
        this.running.set(path, this.parse(path, language, text));
      }
    }
  }

  private async parse(
    path: string,
    language: Language,
    text: string,
  ): Promise<void> {
    const columns = await ParseThread.get().parse(language, text);
    const { kinds } = await loadGrammar(language);
    this.running.delete(path);
    if (columns) {
      const tree = new SyntaxTree(text, kinds, columns);
      this.ready.set(path, tree);
      this.nodes += tree.size;
    }
    this.fill();
  }
}
