import type { Clock } from '@yuexin/telemetry';

/** Reads at most once in `ms`, for all who ask meanwhile; what failed is not remembered. */
export function rememberFor<T>(
  { ms, clock }: { ms: number; clock: Pick<Clock, 'monotonicMs'> },
  read: () => Promise<T>,
): () => Promise<T> {
  let known: { value: Promise<T>; readAtMs: number } | null = null;
  return () => {
    const nowMs = clock.monotonicMs();
    if (known !== null && nowMs - known.readAtMs < ms) return known.value;
    const entry = { value: read(), readAtMs: nowMs };
    known = entry;
    entry.value.catch(() => {
      if (known === entry) known = null;
    });
    return entry.value;
  };
}
