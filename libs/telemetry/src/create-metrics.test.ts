import { describe, expect, test } from '@jest/globals';
import { createMetrics } from './create-metrics.ts';

describe('metrics', () => {
  test('count, with and without labels, and carry the service', async () => {
    const metrics = createMetrics({ service: 'worker' });
    const attempts = metrics.counter({
      name: 'push_attempts_total',
      help: 'h',
      labels: ['outcome'],
    });
    attempts.inc({ outcome: 'accepted' });
    attempts.inc({ outcome: 'accepted' }, 2);
    const sweeps = metrics.counter({ name: 'sweeps_total', help: 'h' });
    sweeps.inc();
    sweeps.inc(4);
    const page = await metrics.render();
    expect(page).toContain('push_attempts_total{outcome="accepted",service="worker"} 3');
    expect(page).toContain('sweeps_total{service="worker"} 5');
  });

  test('a gauge shows what was set last, and a reset forgets labels that are gone', async () => {
    const metrics = createMetrics({ service: 'worker' });
    const open = metrics.gauge({ name: 'pushes_open', help: 'h', labels: ['state'] });
    open.set({ state: 'parked' }, 3);
    open.reset();
    open.set({ state: 'queued' }, 0);
    const up = metrics.gauge({ name: 'worker_apps', help: 'h' });
    up.set(2);
    const page = await metrics.render();
    expect(page).toContain('pushes_open{state="queued",service="worker"} 0');
    expect(page).not.toContain('parked');
    expect(page).toContain('worker_apps{service="worker"} 2');
  });

  test('a histogram counts into its buckets', async () => {
    const metrics = createMetrics({ service: 'worker' });
    const took = metrics.histogram({ name: 'send_duration_seconds', help: 'h', buckets: [0.1, 1] });
    took.observe(0.5);
    const page = await metrics.render();
    expect(page).toContain('send_duration_seconds_bucket{le="0.1",service="worker"} 0');
    expect(page).toContain('send_duration_seconds_bucket{le="1",service="worker"} 1');
    expect(page).toContain('send_duration_seconds_sum{service="worker"} 0.5');
  });

  test("Node's own metrics are on the page, in Prometheus' format", async () => {
    const metrics = createMetrics({ service: 'api' });
    expect(await metrics.render()).toMatch(/^process_cpu_seconds_total\{service="api"\} /m);
    expect(metrics.contentType).toMatch(/^text\/plain/);
  });

  test('two registries do not meet, and one refuses a name twice', () => {
    const spec = { name: 'x_total', help: 'h' };
    const metrics = createMetrics({ service: 'a' });
    metrics.counter(spec);
    createMetrics({ service: 'b' }).counter(spec);
    expect(() => metrics.counter(spec)).toThrow(/already been registered/);
  });

  test('names say what they are: counters end in _total, histograms in their unit, gauges in neither', () => {
    const metrics = createMetrics({ service: 'a' });
    expect(() => metrics.counter({ name: 'attempts', help: 'h' })).toThrow(TypeError);
    expect(() => metrics.gauge({ name: 'attempts_total', help: 'h' })).toThrow(TypeError);
    expect(() => metrics.histogram({ name: 'duration', help: 'h', buckets: [1] })).toThrow(
      TypeError,
    );
    expect(() => metrics.gauge({ name: 'Open-Pushes', help: 'h' })).toThrow(TypeError);
  });
});
