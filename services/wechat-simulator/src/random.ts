/** Numbers from 0 to 1. Never used for what must not be guessed. */
export type Random = { next(): number; reseed(seed: number): void };

/** The same seed gives the same numbers (mulberry32), so that a run with faults can be played again. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return {
    next: () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    },
    reseed: (next) => {
      state = next >>> 0;
    },
  };
}
