/**
 * Open: adds are not even tried. One that timed out opens it; the watch of the engine, which asks once a second,
 * closes it again, so that at most one caller a second waits for a queue that answers but does not take jobs.
 */
export type AddBreaker = { isOpen(): boolean; trip(): void; reset(): void };

export function createAddBreaker(): AddBreaker {
  let isOpen = false;
  return {
    isOpen: () => isOpen,
    trip: () => (isOpen = true),
    reset: () => (isOpen = false),
  };
}
