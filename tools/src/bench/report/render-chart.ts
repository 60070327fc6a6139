import { renderBars, type Bar } from '../../report/render-bars.ts';
import { formatBound, formatRatio } from './format-figure.ts';
import type { Compared } from '../figures/compare.ts';
import type { BenchRecord } from '../record/bench-record.ts';

/** A bar is drawn against its bound, which lies at this part of the width: what passes it has reached it. */
const BOUND_AT = 0.6;

const colours = {
  'aim reached': '#1a7f37',
  reached: '#2da44e',
  missed: '#cf222e',
  told: '#8c959f',
} as const satisfies Record<Compared['verdict'], string>;

/**
 * One bar for each ratio, its length relative to its bound (the dashed line), with a whisker from the least to the most.
 * Where less is better the relation is turned round, so that longer is better everywhere.
 */
export function renderChart({ cases }: BenchRecord): string {
  const bars = cases.flatMap((record) =>
    record.comparisons.map((compared) => toBar(`${record.name}: ${compared.name}`, compared)),
  );
  return renderBars({ bars, mark: { at: BOUND_AT, text: 'bound' } });
}

function toBar(label: string, compared: Compared): Bar {
  const length = (ratio: number): number => clamp(BOUND_AT * relation(compared, ratio));
  return {
    label,
    length: length(compared.ratio),
    spread: compared.spread.map(length) as [number, number],
    colour: colours[compared.verdict],
    text: `${formatRatio(compared.ratio)} (${formatBound(compared)})`,
  };
}

/** 1 at the bound, more is better; a ratio that is only told is shown against 1. */
function relation({ atLeast, atMost }: Compared, ratio: number): number {
  if (atMost !== undefined) return atMost / ratio;
  return ratio / (atLeast ?? 1);
}

/** A ratio far beyond its bound fills the width. */
const clamp = (part: number): number =>
  Number.isFinite(part) ? Math.min(1, Math.max(0, part)) : 0;
