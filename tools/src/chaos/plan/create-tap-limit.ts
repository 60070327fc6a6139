/** Of one user and template in any minute: more would not be counted (design 6), on purpose. */
const TAPS_A_MINUTE = 3;
/** Reports that had to be repeated come late, and then closer together. */
const MEMORY_MS = 90_000;

/** Keeps the planned "allow" of each key within what counts. */
export function createTapLimit() {
  const taps = new Map<string, number[]>();
  const recent = (key: string, atMs: number): number[] =>
    (taps.get(key) ?? []).filter((at) => at > atMs - MEMORY_MS);
  return {
    isReached: (key: string, atMs: number): boolean => recent(key, atMs).length >= TAPS_A_MINUTE,
    note(key: string, atMs: number): void {
      taps.set(key, [...recent(key, atMs), atMs]);
    },
  };
}
