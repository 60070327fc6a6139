import type { MonthFigures } from './play/summarise-month.ts';
import type { WayOfAsking } from './ways/way-of-asking.ts';

export type WayName = WayOfAsking['name'];

/** One way of asking in one run. */
export type AskingRow = { way: WayName; figures: MonthFigures };

/** What a run of `npm run simulate-asks` found. */
export type AskingRecord = {
  users: number;
  days: number;
  /** The usual scenario, seed by seed. */
  bySeed: readonly { seed: number; rows: readonly AskingRow[] }[];
  /** The other ones, with the first seed and fewer users. */
  byScenario: readonly { name: string; users: number; rows: readonly AskingRow[] }[];
};
