import { setTimeout as delay } from 'node:timers/promises';

/** Resolves after `ms`, or at once when `signal` aborts; never rejects. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  // An abort rejects the timer's promise; to its caller that is only an early end of the wait.
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
