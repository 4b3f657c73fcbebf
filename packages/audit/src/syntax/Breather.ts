import { setFlagsFromString } from 'v8';
import { runInNewContext } from 'vm';

/** Longest stretch of work without a turn of the event loop. */
const STRETCH_MS = 20;
/** Growth of the process after which young garbage is collected, and after which all of it is. */
const YOUNG_GROWTH_BYTES = 32 * 1024 * 1024;
const FULL_GROWTH_BYTES = 96 * 1024 * 1024;

/**
 * Keeps the memory of syntax trees and their nodes in bounds. Both live outside the heap, where the garbage collector
 * does not see how much there is, and are freed only when it has run and the event loop has turned; awaiting what is
 * already there does not turn it.
 */
export class Breather {
  private lastTurn = performance.now();
  /** Size of the process after the last collection of each kind. */
  private afterYoung = process.memoryUsage.rss();
  private afterFull = this.afterYoung;

  /** To be awaited often; nearly always there is nothing to do. */
  breathe(): Promise<void> | undefined {
    return performance.now() - this.lastTurn > STRETCH_MS
      ? this.turn()
      : undefined;
  }

  private async turn(): Promise<void> {
    const bytes = process.memoryUsage.rss();
    if (bytes - this.afterFull > FULL_GROWTH_BYTES) {
      await collect('major');
      this.afterYoung = process.memoryUsage.rss();
      this.afterFull = this.afterYoung;
    } else if (bytes - this.afterYoung > YOUNG_GROWTH_BYTES) {
      await collect('minor');
      this.afterYoung = process.memoryUsage.rss();
    } else {
      await nextTurn();
    }
    this.lastTurn = performance.now();
  }
}

function nextTurn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}

/** Twice: a node keeps the root of its tree alive until it was finalised itself. */
async function collect(type: 'major' | 'minor'): Promise<void> {
  for (let round = 0; round < 2; round++) {
    garbageCollector()({ type });
    await nextTurn();
    await nextTurn();
  }
}

type Collector = (options: { type: 'major' | 'minor' }) => void;

let collector: Collector | undefined;

function garbageCollector(): Collector {
  if (!collector) {
    setFlagsFromString('--expose-gc');
    collector = runInNewContext('gc') as Collector;
  }
  return collector;
}
