import type { MonthCounts } from './play-month.ts';

/** What is compared: shares of all pushes, the rest for each user and month. */
export type MonthFigures = {
  found: number;
  foundAtOnce: number;
  asks: number;
  popups: number;
  refusals: number;
  accepts: number;
  spare: number;
  standingRejects: number;
};

export function summariseMonth(counts: MonthCounts, users: number): MonthFigures {
  const share = (pushes: number): number => pushes / Math.max(1, counts.needs);
  const perUser = (count: number): number => count / users;
  return {
    found: share(counts.atOnce + counts.released),
    foundAtOnce: share(counts.atOnce),
    asks: perUser(counts.asks),
    popups: perUser(counts.popups),
    refusals: perUser(counts.refusals),
    accepts: perUser(counts.accepts),
    spare: perUser(counts.spare),
    standingRejects: perUser(counts.standingRejects),
  };
}
