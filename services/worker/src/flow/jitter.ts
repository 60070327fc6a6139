/** Uniform in [0, 1). */
export type Random = () => number;

/** A whole number of milliseconds, uniform from `minMs` to `maxMs`, both included. */
export function jitterMs(
  { minMs, maxMs }: { minMs: number; maxMs: number },
  random: Random = Math.random,
): number {
  return minMs + Math.floor(random() * (maxMs - minMs + 1));
}
