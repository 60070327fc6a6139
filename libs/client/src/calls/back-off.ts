const firstMs = 250;
const longestMs = 10_000;

/** How long to wait before the next attempt, after `attempts` of them: full jitter, so that many clients do not come back at once. */
export function backOff(attempts: number, random: () => number): number {
  return random() * Math.min(longestMs, firstMs * 2 ** (attempts - 1));
}
