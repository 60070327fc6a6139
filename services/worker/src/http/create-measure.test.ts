import { expect, test } from '@jest/globals';
import { createMetrics } from '@yuexin/telemetry';
import { createWorkerMetrics } from '../worker-metrics.ts';
import { createMeasure } from './create-measure.ts';

const never = () => new Promise<never>(() => undefined);

function setUp() {
  const registry = createMetrics({ service: 'test' });
  let nowMs = 0;
  let asked = 0;
  const measure = createMeasure({
    storage: {
      upkeep: {
        countOpen: () => {
          asked += 1;
          return never();
        },
        eventLag: () => Promise.resolve({ waiting: 3, oldestAgeMs: 4_000 }),
        callbackLag: () => Promise.reject(new Error('away')),
        readAppPulses: () =>
          Promise.resolve([
            {
              appId: 'wx1',
              accepted: 0,
              sent: 0,
              oldestQueuedAt: new Date(Date.now() - 60_000),
              dead: 7,
            },
            { appId: 'wx2', accepted: 0, sent: 0, oldestQueuedAt: null, dead: 0 },
          ]),
        readAppGauges: never,
        countOpenAlarms: () =>
          Promise.resolve([{ appId: null, code: 'webhook-disabled', count: 2 }]),
      },
    },
    queue: { counts: () => Promise.resolve({ waiting: 5 }) },
    appIds: () => ['wx1'],
    circuits: () => [],
    clock: { monotonicMs: () => nowMs },
    logger: { debug: () => undefined },
    metrics: createWorkerMetrics(registry),
    patienceMs: 20,
  });
  return { measure, registry, asked: () => asked, pass: (ms: number) => (nowMs += ms) };
}

test('when part of what is asked hangs or fails, then the page comes all the same, with the rest of it', async () => {
  const { measure, registry } = setUp();
  await measure();
  const page = await registry.render();
  expect(page).toContain('event_lag_seconds{service="test"} 4');
  expect(page).toContain('dead_letters{app="wx1",service="test"} 7');
  expect(page).toMatch(/queue_oldest_wait_seconds\{app="wx1",service="test"\} 6\d/);
  expect(page).toContain('queue_oldest_wait_seconds{app="wx2",service="test"} 0');
  expect(page).toContain('alarms_open{app="",code="webhook-disabled",service="test"} 2');
  expect(page).toContain('queue_jobs{app="wx1",state="waiting",service="test"} 5');
});

test('while what was asked hangs, nothing is asked anew', async () => {
  const { measure, asked, pass } = setUp();
  await measure();
  pass(60_000);
  await measure();
  expect(asked()).toBe(1);
});
