import type { CaseRecord } from '../record/bench-record.ts';
import type { Compared } from './compare.ts';

export type Worse = { case: string; comparison: string; recorded: number; now: number };

/**
 * The ratios that have become worse than the recorded ones by more than `tolerance` (0.15: by 15 %). Ratios only: another
 * machine has other times, but the same work on it costs the one about as much as the other. What was never recorded, or
 * has no bound, cannot become worse.
 */
export function findWorse(input: {
  recorded: readonly CaseRecord[];
  now: readonly CaseRecord[];
  tolerance: number;
}): Worse[] {
  const { recorded, now, tolerance } = input;
  return now.flatMap((record) => {
    const before = recorded.find((one) => one.name === record.name);
    return record.comparisons.flatMap((compared) => {
      const old = before?.comparisons.find((one) => one.name === compared.name);
      if (old === undefined || !isWorse({ old, compared, tolerance })) return [];
      const { name: comparison, ratio } = compared;
      return [{ case: record.name, comparison, recorded: old.ratio, now: ratio }];
    });
  });
}

function isWorse(input: { old: Compared; compared: Compared; tolerance: number }): boolean {
  const { old, compared, tolerance } = input;
  if (compared.atLeast !== undefined) return !(compared.ratio >= old.ratio * (1 - tolerance));
  if (compared.atMost !== undefined) return !(compared.ratio <= old.ratio * (1 + tolerance));
  return false;
}
