import type { AskingRecord, WayName } from '../asking-record.ts';
import type { MonthFigures } from '../play/summarise-month.ts';

/** A figure over the seeds. */
export type Spread = { mean: number; least: number; most: number };
export type WaySpread = { way: WayName; spreadOf: (figure: keyof MonthFigures) => Spread };

/** Each way of asking in the usual scenario, over all seeds. */
export function spreadOfWays({ bySeed }: Pick<AskingRecord, 'bySeed'>): WaySpread[] {
  const ways = bySeed[0]?.rows.map(({ way }) => way) ?? [];
  return ways.map((way) => ({
    way,
    spreadOf(figure) {
      const values = bySeed.flatMap(({ rows }) =>
        rows.filter((row) => row.way === way).map(({ figures }) => figures[figure]),
      );
      const sum = values.reduce((total, value) => total + value, 0);
      return {
        mean: sum / values.length,
        least: Math.min(...values),
        most: Math.max(...values),
      };
    },
  }));
}
