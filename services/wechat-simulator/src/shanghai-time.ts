const offsetMs = 8 * 3_600_000;
const dayMs = 86_400_000;

/** Number of the day in Shanghai, where WeChat's daily counters are taken to start anew at midnight (facts 6). */
export const shanghaiDay = (at: number): number => Math.floor((at + offsetMs) / dayMs);

/** Year and month in Shanghai, as `2026-11`. */
export const shanghaiMonth = (at: number): string =>
  new Date(at + offsetMs).toISOString().slice(0, 7);
