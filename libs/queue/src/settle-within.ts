export type Settled<T> =
  { kind: 'done'; value: T } | { kind: 'failed'; error: unknown } | { kind: 'late' };

/** Waits for a promise at most `timeoutMs`. Never rejects; what comes late, also a rejection, is ignored. */
export async function settleWithin<T>(promise: Promise<T>, timeoutMs: number): Promise<Settled<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Settled<T>>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'late' }), timeoutMs);
  });
  const settled = promise.then(
    (value): Settled<T> => ({ kind: 'done', value }),
    (error: unknown): Settled<T> => ({ kind: 'failed', error }),
  );
  const first = await Promise.race([settled, late]);
  clearTimeout(timer);
  return first;
}
