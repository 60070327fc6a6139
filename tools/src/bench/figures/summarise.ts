/** The middle of several figures and how far they lie apart. */
export type Summary = { median: number; min: number; max: number; figures: readonly number[] };

/** @throws Error without figures: a contender that was never measured has no median. */
export function summarise(figures: readonly number[]): Summary {
  const sorted = [...figures].sort((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    min: quantile(sorted, 0),
    max: quantile(sorted, 1),
    figures,
  };
}

/** Of figures sorted upwards, between neighbours by weight. @throws Error without figures. */
export function quantile(sorted: readonly number[], part: number): number {
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new Error('There are no figures.');
  return below + (above - below) * (place - Math.floor(place));
}
