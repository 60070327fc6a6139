import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** One value for every label of the metric. */
type Labels<L extends string> = Readonly<Record<L, string>>;
type WithLabels<L extends string, R extends unknown[]> = [L] extends [never]
  ? R
  : [labels: Labels<L>, ...R];

export type CounterMetric<L extends string = never> = {
  inc(...args: WithLabels<L, [by?: number]>): void;
};
export type GaugeMetric<L extends string = never> = {
  set(...args: WithLabels<L, [value: number]>): void;
  /** Forgets every labelled value: before setting afresh, so that what is gone does not stay. */
  reset(): void;
};
export type HistogramMetric<L extends string = never> = {
  observe(...args: WithLabels<L, [value: number]>): void;
};

export type MetricSpec<L extends string> = { name: string; help: string; labels?: readonly L[] };

/** The metrics of one process. A metric is defined once, by the code that moves it. */
export type Metrics = {
  /** The name ends in `_total`. */
  counter<const L extends string = never>(spec: MetricSpec<L>): CounterMetric<L>;
  gauge<const L extends string = never>(spec: MetricSpec<L>): GaugeMetric<L>;
  /** `buckets` in the unit the name ends in (`_seconds`). */
  histogram<const L extends string = never>(
    spec: MetricSpec<L> & { buckets: readonly number[] },
  ): HistogramMetric<L>;
  /** Called before each page is made: for gauges that are read rather than moved. Must not throw. */
  beforeRender(measure: () => void): void;
  /** The page that Prometheus reads. */
  render(): Promise<string>;
  contentType: string;
};

type AnyArgs = [labels: Record<string, string>, value?: number] | [value?: number];

const split = (args: AnyArgs): { labels: Record<string, string>; value: number | undefined } => {
  const [first, second] = args;
  return typeof first === 'object'
    ? { labels: first, value: second }
    : { labels: {}, value: first };
};

function checkName(name: string, mustEndIn: RegExp): void {
  if (!/^[a-z][a-z0-9_]*$/.test(name) || !mustEndIn.test(name)) {
    throw new TypeError(`'${name}' is no name for this kind of metric (${String(mustEndIn)})`);
  }
}

/** Gauges that prom-client calls `_total`, the ending of counters; the same figures come by type of resource. */
const misnamed = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

/**
 * A registry of its own with Node's default metrics in it; every sample carries `service`.
 * Defining a name twice throws: it is a bug.
 */
export function createMetrics({ service }: { service: string }): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  for (const name of misnamed) registry.removeSingleMetric(name);
  const measures: (() => void)[] = [];
  const common = (spec: MetricSpec<string>) => ({
    name: spec.name,
    help: spec.help,
    labelNames: [...(spec.labels ?? [])],
    registers: [registry],
  });

  return {
    counter: (spec) => {
      checkName(spec.name, /_total$/);
      const counter = new Counter(common(spec));
      return {
        inc: (...args) => {
          const { labels, value } = split(args);
          counter.inc(labels, value ?? 1);
        },
      };
    },
    gauge: (spec) => {
      checkName(spec.name, /(?<!_total)$/);
      const gauge = new Gauge(common(spec));
      return {
        set: (...args) => {
          const { labels, value } = split(args);
          gauge.set(labels, value ?? 0);
        },
        reset: () => gauge.reset(),
      };
    },
    histogram: (spec) => {
      checkName(spec.name, /(_seconds|_bytes|_size|_ratio)$/);
      const histogram = new Histogram({ ...common(spec), buckets: [...spec.buckets] });
      return {
        observe: (...args) => {
          const { labels, value } = split(args);
          histogram.observe(labels, value ?? 0);
        },
      };
    },
    beforeRender: (measure) => {
      measures.push(measure);
    },
    render: () => {
      for (const measure of measures) measure();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}
