import { setTimeout as delay } from 'node:timers/promises';

/** What bounds the waits of a run: whoever wants it to end, and how long nothing may happen. */
type Look<T> = {
  /** After "Nothing more was seen of": what is waited for. */
  what: string;
  /** In which something must have moved. */
  stillMs: number;
  everyMs?: number;
  leaving: AbortSignal;
  /** `seen`: what is compared to tell whether anything moved. `found`: not null once it is there. */
  look: () => Promise<{ seen: string; found: T | null }>;
};

/** Looks until it is there, for as long as something moves. @throws Error that says what was waited for, when nothing moved for `stillMs`. */
export async function lookUntil<T>(wait: Look<T>): Promise<T> {
  const { what, stillMs, everyMs = 100, leaving } = wait;
  let last = '';
  let movedAtMs = performance.now();
  for (;;) {
    leaving.throwIfAborted();
    const { seen, found } = await wait.look();
    if (found !== null) return found;
    if (seen !== last) [last, movedAtMs] = [seen, performance.now()];
    if (performance.now() - movedAtMs > stillMs)
      throw new Error(
        `Nothing more was seen of ${what} for ${String(stillMs / 1_000)} s; last: ${last}.`,
      );
    await delay(everyMs);
  }
}
