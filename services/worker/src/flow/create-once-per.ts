/**
 * Keeps a thousand pushes that learn the same thing at once from writing it a thousand times: true for the first call
 * with this key, and again once `windowMs` has passed.
 */
export function createOncePer({
  windowMs,
  monotonicMs,
}: {
  windowMs: number;
  monotonicMs: () => number;
}): (key: string) => boolean {
  const seen = new Map<string, number>();
  return (key) => {
    const nowMs = monotonicMs();
    for (const [old, atMs] of seen) {
      // Insertion order is age order: the first young one ends the search.
      if (nowMs - atMs < windowMs) break;
      seen.delete(old);
    }
    if (seen.has(key)) return false;
    seen.set(key, nowMs);
    return true;
  };
}
