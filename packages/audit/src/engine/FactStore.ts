import { TaskStack } from './TaskStack';
import { ExtractContext, Extractor, Facts } from './types';

/** Who asks for facts: a check, or an extractor on behalf of whoever asked for it. */
interface Requester {
  /** Extractors that wait for this one, the nearest first. */
  waiting: readonly Extractor<unknown>[];
  /** What it asked for before; its requests are served one after the other. */
  last: Promise<unknown>;
}

/**
 * The facts of one audit. Each extractor runs at most once, and never two at a time.
 */
export class FactStore {
  private readonly tasks: TaskStack;
  private readonly contextFor: (
    extractor: Extractor<unknown>,
    facts: Facts,
  ) => Promise<ExtractContext>;
  private readonly lost: ReadonlyMap<string, string>;
  private readonly cache = new Map<Extractor<unknown>, Promise<unknown>>();

  /**
   * @param lost - Extractors that cost an earlier process its life, with the reason: they are not run again.
   */
  constructor(
    tasks: TaskStack,
    contextFor: (
      extractor: Extractor<unknown>,
      facts: Facts,
    ) => Promise<ExtractContext>,
    lost: ReadonlyMap<string, string>,
  ) {
    this.tasks = tasks;
    this.contextFor = contextFor;
    this.lost = lost;
  }

  /** The facts as one check sees them. */
  requests(waiting: readonly Extractor<unknown>[] = []): Facts {
    const requester: Requester = { waiting, last: Promise.resolve() };
    return <T>(extractor: Extractor<T>) =>
      this.request(requester, extractor as Extractor<unknown>) as Promise<T>;
  }

  private async request(
    requester: Requester,
    extractor: Extractor<unknown>,
  ): Promise<unknown> {
    if (requester.waiting.includes(extractor)) {
      throw new Error(`the facts "${extractor.id}" depend on themselves`);
    }
    const before = requester.last;
    const result = before.then(() => {
      let value = this.cache.get(extractor);
      if (!value) {
        value = this.run(requester, extractor);
        // The rejection reaches each check that asks; without this the first one would be "unhandled" as well.
        value.catch(() => {});
        this.cache.set(extractor, value);
      }
      return value;
    });
    requester.last = result.catch(() => {});
    return result;
  }

  private async run(
    requester: Requester,
    extractor: Extractor<unknown>,
  ): Promise<unknown> {
    const reason = this.lost.get(extractor.id);
    if (reason !== undefined) {
      throw unreadable(extractor, reason);
    }
    const facts = this.requests([extractor, ...requester.waiting]);
    try {
      return await this.tasks.run(
        { kind: 'facts', id: extractor.id },
        async () => extractor.extract(await this.contextFor(extractor, facts)),
      );
    } catch (error) {
      throw unreadable(extractor, messageOf(error));
    }
  }
}

function unreadable(extractor: Extractor<unknown>, reason: string): Error {
  return new Error(`the facts "${extractor.id}" could not be read: ${reason}`);
}

/** What was thrown need not be an error. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
