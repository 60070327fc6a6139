import type { BenchServers } from './servers/open-bench-servers.ts';

/** What one counted run gave, in the unit of its case; `details` are told beside it and judged by nobody. */
export type Measurement = { figure: number; details?: Readonly<Record<string, number>> };

/** Who is measured. Every one does its work in processes of its own; a computed bound has none. */
export type Contender = {
  name: string;
  /** Not counted: compiles what is hot, fills pools and caches. */
  warmUp: () => Promise<void>;
  /** One run, after which nothing of it is left under way. */
  measure: () => Promise<Measurement>;
};

/** A ratio of medians and the bound it must reach: of / (times × against), where `against` may be a plain figure. */
export type Comparison = {
  name: string;
  of: string;
  against: string | number;
  /** Default 1; 4 where four workers are held against four times one. */
  times?: number;
} & ({ atLeast: number; aim?: number } | { atMost: number; aim?: number } | { isTold: true });

/** Where the contenders of a case run. */
export type CaseStage = {
  servers: BenchServers;
  /** Logs and profiles. */
  folder: string;
  say: (line: string) => void;
  /** `--cpu-prof` for the services of Yuexin. */
  isProfiled: boolean;
};

export type BenchCase<Size = Record<string, number>> = {
  /** Kebab-case; what --only takes. */
  name: string;
  title: string;
  unit: string;
  /** How the figure is written. */
  digits: number;
  comparisons: readonly Comparison[];
  sizes: { full: Size; quick: Size };
  /** Cheap enough for a run under a minute. */
  isQuick: boolean;
  /** Fewer than asked for where a round is long and its figure steady. */
  roundsMax?: number;
  /** Opens what the contenders need, in the order in which they take turns. */
  open: (stage: CaseStage, size: Size) => Promise<OpenedCase>;
};

export type OpenedCase = { contenders: readonly Contender[]; close: () => Promise<void> };

/** Sizes are for the case alone; whoever runs a list of cases does not look into them. */
export type AnyBenchCase = Omit<BenchCase, 'open' | 'sizes'> & {
  sizesOf(isQuick: boolean): Readonly<Record<string, number>>;
  openWith(stage: CaseStage, isQuick: boolean): Promise<OpenedCase>;
};

export function defineCase<Size extends Record<string, number>>(
  definition: BenchCase<Size>,
): AnyBenchCase {
  const { open, sizes, ...rest } = definition;
  const sizesOf = (isQuick: boolean): Size => (isQuick ? sizes.quick : sizes.full);
  return { ...rest, sizesOf, openWith: (stage, isQuick) => open(stage, sizesOf(isQuick)) };
}
