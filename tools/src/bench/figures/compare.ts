import type { Comparison } from '../bench-case.ts';
import type { Summary } from './summarise.ts';

/** `told`: there is no bound, the ratio is for the reader. */
export type Verdict = 'aim reached' | 'reached' | 'missed' | 'told';

export type Compared = {
  name: string;
  of: string;
  against: string;
  ratio: number;
  /** The least and the most that one round of the one and one of the other would give. */
  spread: readonly [least: number, most: number];
  atLeast?: number;
  atMost?: number;
  aim?: number | undefined;
  verdict: Verdict;
};

/** @throws Error when a contender of the comparison was not measured. */
export function compare(comparison: Comparison, summaries: ReadonlyMap<string, Summary>): Compared {
  const of = found(summaries, comparison.of);
  const { against, times = 1 } = comparison;
  const other =
    typeof against === 'number'
      ? { median: against, min: against, max: against }
      : found(summaries, against);
  const ratio = of.median / (other.median * times);
  const { of: name } = comparison;
  return {
    name: comparison.name,
    of: name,
    against: nameOf(comparison),
    ratio,
    spread: [of.min / (other.max * times), of.max / (other.min * times)],
    ...('atLeast' in comparison && { atLeast: comparison.atLeast }),
    ...('atMost' in comparison && { atMost: comparison.atMost }),
    ...('aim' in comparison && { aim: comparison.aim }),
    verdict: judge(comparison, ratio),
  };
}

function nameOf({ against, times = 1 }: Comparison): string {
  return times === 1 ? String(against) : `${String(times)} × ${String(against)}`;
}

function judge(comparison: Comparison, ratio: number): Verdict {
  if ('isTold' in comparison) return 'told';
  const { aim } = comparison;
  if ('atLeast' in comparison) {
    if (!(ratio >= comparison.atLeast)) return 'missed';
    return aim !== undefined && ratio >= aim ? 'aim reached' : 'reached';
  }
  if (!(ratio <= comparison.atMost)) return 'missed';
  return aim !== undefined && ratio <= aim ? 'aim reached' : 'reached';
}

function found(summaries: ReadonlyMap<string, Summary>, name: string): Summary {
  const summary = summaries.get(name);
  if (summary === undefined) throw new Error(`${name} was not measured.`);
  return summary;
}
