/** Time as a dependency, so that tests can bring their own. */
export type Clock = {
  /** Wall clock: for instants that are stored or shown. */
  now(): Date;
  /** Never jumps back: for durations. */
  monotonicMs(): number;
};

/** The machine's clock. */
export function createClock(): Clock {
  return { now: () => new Date(), monotonicMs: () => performance.now() };
}
