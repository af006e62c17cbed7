/**
 * Runs `work` one at a time: calls that come while it runs cause exactly one more run, however many they are.
 * The promise settles when all of it is done. A failure rejects it and drops the run that was waiting.
 */
export function coalesce(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again = false;
  async function drain(): Promise<void> {
    do {
      again = false;
      await work();
    } while (again);
  }
  return () => {
    if (running !== null) {
      again = true;
      return running;
    }
    running = drain().finally(() => {
      running = null;
    });
    return running;
  };
}
