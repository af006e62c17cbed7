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

/**
 * Like `coalesce`, and begins no more often than every `restMs`: what comes in between is answered by one run at the
 * end of the rest. For pushes that come as often as a whole program moves. `stop` forgets a run that is still owed.
 */
export function unhurried(work: () => Promise<void>, restMs: number): { run: () => Promise<void>; stop: () => void } {
  let began = -Infinity;
  let waiting: Promise<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const once = coalesce(() => {
    began = performance.now();
    return work();
  });
  return {
    run: () => {
      const rest = began + restMs - performance.now();
      if (rest <= 0) return once();
      waiting ??= new Promise<void>((settle, fail) => {
        timer = setTimeout(() => {
          waiting = null;
          once().then(settle, fail);
        }, rest);
      });
      return waiting;
    },
    stop: () => {
      clearTimeout(timer);
      waiting = null;
    },
  };
}
