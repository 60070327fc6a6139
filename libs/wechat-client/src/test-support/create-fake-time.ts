import type { Clock } from '@yuexin/telemetry';
import { setImmediate as turn } from 'node:timers/promises';

export type FakeTime = Clock & {
  wait(ms: number): Promise<void>;
  /** Moves time on, waking on the way whoever waits, each at its own instant. */
  advance(ms: number): Promise<void>;
  /** Moves time on only as far as somebody waits for it, until the promise is settled. */
  drive<T>(promise: Promise<T>): Promise<T>;
};

/** Time that passes only when told; both clocks move together. */
export function createFakeTime(start = new Date('2026-01-05T08:00:00.000Z')): FakeTime {
  let elapsedMs = 0;
  let sleepers: { at: number; wake: () => void }[] = [];

  // Several turns, since an awaited chain of awaits needs more than one.
  const settle = async (): Promise<void> => {
    for (let turns = 0; turns < 25; turns += 1) await turn();
  };
  const wakeNextUntil = async (limit: number): Promise<boolean> => {
    const next = Math.min(...sleepers.map(({ at }) => at));
    if (next > limit || next === Infinity) return false;
    elapsedMs = Math.max(elapsedMs, next);
    const due = sleepers.filter(({ at }) => at <= elapsedMs);
    sleepers = sleepers.filter(({ at }) => at > elapsedMs);
    for (const { wake } of due) wake();
    await settle();
    return true;
  };

  return {
    now: () => new Date(start.getTime() + elapsedMs),
    monotonicMs: () => elapsedMs,
    wait: (ms) =>
      new Promise((wake) => {
        sleepers.push({ at: elapsedMs + ms, wake });
      }),
    async advance(ms) {
      const limit = elapsedMs + ms;
      await settle();
      while (await wakeNextUntil(limit));
      elapsedMs = limit;
      await settle();
    },
    async drive(promise) {
      const state = { isSettled: false };
      const settled = promise.finally(() => {
        state.isSettled = true;
      });
      settled.catch(() => undefined);
      await settle();
      while (!state.isSettled && (await wakeNextUntil(Infinity)));
      if (!state.isSettled) throw new Error('Nobody waits for time, and still nothing is settled.');
      return settled;
    },
  };
}
