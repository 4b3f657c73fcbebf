import { Worker } from 'worker_threads';
import { Language } from '../../facts/inventory/schema';
import { NodeColumns } from '../nodes/SyntaxTree';

/** To the thread. */
export interface ParseRequest {
  number: number;
  language: Language;
  text: string;
}

/** From the thread. */
export interface ParseReply {
  number: number;
  /** Missing when it could not be parsed. */
  columns?: NodeColumns;
}

/** Parses beside the thread that judges. Kept for one audit after the other; does not keep the process alive. */
export class ParseThread {
  private static shared: ParseThread | undefined;
  private readonly worker: Worker;
  private readonly waiting = new Map<
    number,
    (columns: NodeColumns | undefined) => void
  >();
  private last = 0;
  private ended = false;

  /** The one of this process; a new one when it has died. */
  static get(): ParseThread {
    if (!this.shared || this.shared.ended) {
      this.shared = new ParseThread();
    }
    return this.shared;
  }

  private constructor() {
    this.worker = new Worker(require.resolve('@readiness/audit/parser'));
    this.worker.on('message', ({ number, columns }: ParseReply) => {
      this.waiting.get(number)?.(columns);
      this.waiting.delete(number);
      if (this.waiting.size === 0) {
        this.worker.unref();
      }
    });
    // Whatever happens to it, the other thread parses what is still missing, and says why that fails.
    this.worker.on('error', () => {});
    this.worker.on('exit', () => {
      this.ended = true;
      this.waiting.forEach(resolve => resolve(undefined));
      this.waiting.clear();
    });
    this.worker.unref();
  }

  /** `undefined` when it could not be parsed there. */
  parse(language: Language, text: string): Promise<NodeColumns | undefined> {
    if (this.ended) {
      return Promise.resolve(undefined);
    }
    return new Promise(resolve => {
      this.last += 1;
      this.waiting.set(this.last, resolve);
      this.worker.ref();
      this.worker.postMessage({
        number: this.last,
        language,
        text,
      } satisfies ParseRequest);
    });
  }
}
