export type GateOptions = { inFlightMax: number; waitingMax: number };

/** Runs work in the order it came, a bounded number at once. Work must not reject. */
export function createGate({ inFlightMax, waitingMax }: GateOptions) {
  let waiting: (() => Promise<void>)[] = [];
  let head = 0;
  let running = 0;
  const pump = (): void => {
    while (running < inFlightMax && head < waiting.length) {
      const work = waiting[head];
      head += 1;
      running += 1;
      void work?.().finally(() => {
        running -= 1;
        pump();
      });
    }
    if (head === waiting.length) [waiting, head] = [[], 0];
  };
  return {
    /** False when too much waits already; the work is not taken then. */
    run: (work: () => Promise<void>): boolean => {
      if (waiting.length - head >= waitingMax) return false;
      waiting.push(work);
      pump();
      return true;
    },
    clear: (): void => {
      [waiting, head] = [[], 0];
    },
  };
}
