/** Repeats until nothing is thrown, or gives up with the last error. */
export async function eventually(
  attempt: () => Promise<void>,
  milliseconds = 15_000,
): Promise<void> {
  const end = Date.now() + milliseconds;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (Date.now() > end) {
        throw error;
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }
}
