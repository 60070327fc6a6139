import { setTimeout as delay } from 'node:timers/promises';

/**
 * Begins `once` at even intervals whatever the answers take: an open loop, as users are. Late ones are made up for at once.
 * Resolves when every one has ended; rejects with the first that failed.
 */
export async function keepPace(input: {
  perSecond: number;
  count: number;
  once: (index: number) => Promise<void>;
}): Promise<void> {
  const { perSecond, count, once } = input;
  const startedAt = performance.now();
  const running: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    const waitMs = startedAt + (index * 1_000) / perSecond - performance.now();
    if (waitMs > 0.5) await delay(waitMs);
    const call = once(index);
    // Heard of at the end; until then it must not count as unhandled.
    call.catch(() => undefined);
    running.push(call);
  }
  await Promise.all(running);
}
