import type { Minute } from '../../parts/chart/spread-minutes.ts';

export type CauseCount = { errcode: number; count: number };

/** Refusals by errcode, most first. */
export function countCauses(minutes: readonly Minute[]): CauseCount[] {
  const counts = new Map<number, number>();
  for (const { errcodes } of minutes)
    for (const [errcode, count] of Object.entries(errcodes))
      counts.set(Number(errcode), (counts.get(Number(errcode)) ?? 0) + count);
  return [...counts]
    .map(([errcode, count]) => ({ errcode, count }))
    .sort((one, other) => other.count - one.count || one.errcode - other.errcode);
}
