/**
 * Turns many calls into few statements: calls that come while one statement is under way share the next. A single call
 * waits for nobody.
 */
export class Batcher<T, R> {
  private waiting: {
    item: T;
    resolve: (result: R) => void;
    reject: (error: unknown) => void;
  }[] = [];
  private running = false;

  constructor(
    private readonly options: {
      /** Results in the order of the items. An error is that of all of them. */
      run: (items: T[]) => Promise<R[]>;
      atMost: number;
    },
  ) {}

  do(item: T): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.running) {
        this.running = true;
        // After everything else that begins now has had its chance to join.
        setImmediate(() => this.runAll());
      }
    });
  }

  private async runAll(): Promise<void> {
    while (this.waiting.length) {
      const batch = this.waiting.splice(0, this.options.atMost);
      try {
        const results = await this.options.run(batch.map(({ item }) => item));
        batch.forEach(({ resolve }, index) => resolve(results[index]));
      } catch (error) {
        batch.forEach(({ reject }) => reject(error));
      }
    }
    this.running = false;
  }
}
