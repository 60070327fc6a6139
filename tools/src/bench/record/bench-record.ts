import type { Compared } from '../figures/compare.ts';
import type { Summary } from '../figures/summarise.ts';
import type { Machine } from './describe-machine.ts';

export type ContenderRecord = Summary & {
  name: string;
  /** Medians of what was told beside the figure. */
  details: Readonly<Record<string, number>>;
};

/** What a case gave, as it is kept in docs/benchmarks. */
export type CaseRecord = {
  name: string;
  title: string;
  unit: string;
  digits: number;
  measuredAt: string;
  rounds: number;
  sizes: Readonly<Record<string, number>>;
  contenders: readonly ContenderRecord[];
  comparisons: readonly Compared[];
};

export type BenchRecord = { machine: Machine; cases: readonly CaseRecord[] };
