import { setTimeout as delay } from 'node:timers/promises';

/** What `eventually` can resolve to: nothing falsy, save the nothing of an assertion that held. */
type There<T> = Exclude<T, null | false | 0 | ''>;

/**
 * Waits until `condition` is there: truthy, or an assertion that stops throwing. Resolves to what it
 * returned; after `timeoutMs` (5,000) rejects with the last failure.
 */
export async function eventually<T>(
  condition: () => T | Promise<T>,
  { timeoutMs = 5_000, intervalMs = 20 }: { timeoutMs?: number; intervalMs?: number } = {},
): Promise<There<T>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const outcome = await attempt(condition);
    if (outcome.isThere) return outcome.value as There<T>;
    if (performance.now() >= deadline) {
      throw new Error(`Not there within ${timeoutMs} ms: ${outcome.why}`, { cause: outcome.cause });
    }
    await delay(intervalMs);
  }
}

type AttemptOutcome<T> =
  { isThere: true; value: T } | { isThere: false; why: string; cause: unknown };

async function attempt<T>(condition: () => T | Promise<T>): Promise<AttemptOutcome<T>> {
  try {
    const value = await condition();
    // An assertion returns nothing when it holds.
    if (value === undefined || Boolean(value)) return { isThere: true, value };
    return { isThere: false, why: `the condition gave ${String(value)}`, cause: value };
  } catch (error) {
    return {
      isThere: false,
      why: error instanceof Error ? error.message : String(error),
      cause: error,
    };
  }
}
