/** A wait that can be cut short; a call that comes while nobody waits is remembered. */
export class Wakeup {
  private awake = false;
  private resolve?: () => void;

  wake(): void {
    this.awake = true;
    this.resolve?.();
  }

  async wait(milliseconds: number): Promise<void> {
    if (!this.awake) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>(resolve => {
        this.resolve = resolve;
        timer = setTimeout(resolve, milliseconds);
      });
      clearTimeout(timer);
      this.resolve = undefined;
    }
    this.awake = false;
  }
}
