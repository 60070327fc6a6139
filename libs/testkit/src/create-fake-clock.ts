/** A clock that moves only when told. */
export type FakeClock = {
  now(): Date;
  advance(ms: number): void;
  set(at: Date): void;
};

/** Starts at `start` (default: a fixed instant in 2026). */
export function createFakeClock(start = new Date('2026-01-05T08:00:00.000Z')): FakeClock {
  let nowMs = start.getTime();
  return {
    now: () => new Date(nowMs),
    advance(ms) {
      nowMs += ms;
    },
    set(at) {
      nowMs = at.getTime();
    },
  };
}
