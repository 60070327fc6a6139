export type Semaphore = {
  /** Runs `work` when a place is free, first come first served, and frees the place when it ends either way. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Works that run now. */
  taken(): number;
  /** Resolves when no work runs; at once when none does. */
  idle(): Promise<void>;
};

/** At most `places` works at once. */
export function createSemaphore(places: number): Semaphore {
  const waiting: (() => void)[] = [];
  const idlers: (() => void)[] = [];
  let taken = 0;

  const enter = (): Promise<void> => {
    if (taken < places) {
      taken += 1;
      return Promise.resolve();
    }
    // Whoever leaves hands the place over, so that `taken` stays as it is.
    return new Promise((resolve) => waiting.push(resolve));
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next !== undefined) {
      next();
      return;
    }
    taken -= 1;
    if (taken === 0) for (const tell of idlers.splice(0)) tell();
  };

  return {
    run: async (work) => {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
    taken: () => taken,
    idle: () => (taken === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
  };
}
