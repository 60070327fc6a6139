/** How long sends took, in milliseconds; of the sends counted (a sample when they are many). */
export type LatencyPercentiles = { p50Ms: number; p95Ms: number; p99Ms: number };

/** Of bucket `n`: at most so many milliseconds; half an octave each. */
const boundMs = (bucket: number): number => 8 * 2 ** (bucket / 2);

/** Percentiles of buckets as minutes hold them, to within half a bucket; null when nothing was sent. */
export function latencyPercentiles(
  buckets: readonly Readonly<Record<string, number>>[],
): LatencyPercentiles | null {
  const counts = new Map<number, number>();
  for (const [bucket, times] of buckets.flatMap((one) => Object.entries(one)))
    counts.set(Number(bucket), (counts.get(Number(bucket)) ?? 0) + times);
  const sorted = [...counts].sort(([one], [other]) => one - other);
  const total = sorted.reduce((sum, [, times]) => sum + times, 0);
  if (total === 0) return null;
  const at = (share: number): number => percentile(sorted, share * total);
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
}

/** Where the `rank`-th send lies in its bucket, as if they lay evenly in it. */
function percentile(sorted: readonly (readonly [number, number])[], rank: number): number {
  let before = 0;
  for (const [bucket, times] of sorted) {
    if (before + times >= rank) {
      const from = bucket === 0 ? 0 : boundMs(bucket - 1);
      return Math.round(from + ((boundMs(bucket) - from) * (rank - before)) / times);
    }
    before += times;
  }
  return Math.round(boundMs(sorted.at(-1)?.[0] ?? 0));
}
