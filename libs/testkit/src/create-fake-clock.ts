import type { Clock } from '@yuexin/telemetry';

/** A clock that moves only when told. */
export type FakeClock = Clock & {
  /** Time passes: both clocks move. */
  advance: (ms: number) => void;
  /** Somebody sets the wall clock: only that moves. */
  set: (at: Date) => void;
};

/** Starts at `start` (default: a fixed instant in 2026). */
export function createFakeClock(start = new Date('2026-01-05T08:00:00.000Z')): FakeClock {
  let wallMs = start.getTime();
  let passedMs = 0;
  return {
    now: () => new Date(wallMs),
    monotonicMs: () => passedMs,
    advance(ms) {
      wallMs += ms;
      passedMs += ms;
    },
    set(at) {
      wallMs = at.getTime();
    },
  };
}
