/** Longest stretch of work without a turn of the event loop. */
const STRETCH_MS = 20;

/**
 * Lets messages, aborts and the replies of other threads through: awaiting what is already there does not turn the
 * event loop.
 */
export class Breather {
  private lastTurn = performance.now();

  /** To be awaited often; nearly always there is nothing to do. */
  breathe(): Promise<void> | undefined {
    return performance.now() - this.lastTurn > STRETCH_MS
      ? this.turn()
      : undefined;
  }

  private async turn(): Promise<void> {
    await new Promise(resolve => setImmediate(resolve));
    this.lastTurn = performance.now();
  }
}
