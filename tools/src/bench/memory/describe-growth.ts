import { summarise } from '../figures/summarise.ts';

/** How memory went over a run: its peak, and its usual height in the second quarter and in the last, once it has filled up. */
export type Growth = { peak: number; early: number; late: number };

/** @throws Error for fewer than four readings. */
export function describeGrowth(readings: readonly number[]): Growth {
  const quarter = Math.floor(readings.length / 4);
  return {
    peak: Math.max(...readings),
    early: summarise(readings.slice(quarter, 2 * quarter)).median,
    late: summarise(readings.slice(-quarter)).median,
  };
}
