/** One line of a panel. `legend` in Grafana's braces: `{{app}}`. */
export type Query = { expr: string; legend: string };

export type Panel = {
  title: string;
  /** What it tells, and what a reader should do with it. */
  about: string;
  /** Grafana's name of the unit. */
  unit: 'short' | 's' | 'ops' | 'percentunit' | 'bytes' | 'dateTimeFromNow';
  kind: 'timeseries' | 'stat';
  queries: readonly Query[];
};

export type Dashboard = {
  /** File name and uid. */
  name: string;
  title: string;
  /** Rows of panels, from top to bottom; the panels of a row share its width. */
  rows: readonly (readonly Panel[])[];
};

type Facts = { title: string; about: string; unit?: Panel['unit'] };

/** Lines over time. */
export const lines = ({ unit = 'short', ...facts }: Facts, ...queries: Query[]): Panel => ({
  ...{ ...facts, unit, kind: 'timeseries', queries },
});

/** One number, as it is now. */
export const number = ({ unit = 'short', ...facts }: Facts, expr: string, legend = ''): Panel => ({
  ...{ ...facts, unit, kind: 'stat', queries: [{ expr, legend }] },
});

/** The quantiles 0.5, 0.95 and 0.99 of a histogram, by `le` and what else is named. */
export const quantiles = (selector: string): Query[] =>
  [0.5, 0.95, 0.99].map((q) => ({
    expr: `histogram_quantile(${q}, sum by (le) (rate(${selector}[$__rate_interval])))`,
    legend: `p${q * 100}`,
  }));
