import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { AppError } from '@yuexin/errors';
import { createMetrics } from '@yuexin/telemetry';
import { recordLog } from '../test-support/record-log.ts';
import { createWorkerMetrics } from '../worker-metrics.ts';
import { createUpkeep } from './create-upkeep.ts';
import type { Sweep } from './sweep.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const setUp = (sweep: Partial<Sweep>, hasTurn = true) => {
  const logger = recordLog();
  const reports: { touched: number; error: string | null }[] = [];
  const turns: number[] = [];
  const registry = createMetrics({ service: 'test' });
  let runs = 0;
  const upkeep = createUpkeep({
    sweeps: [
      {
        name: 'a-sweep',
        everyMs: 1_000,
        isShared: true,
        ...sweep,
        run: (signal) => {
          runs += 1;
          return sweep.run === undefined ? Promise.resolve(0) : sweep.run(signal);
        },
      },
    ],
    upkeep: {
      takeTurn: (_name, intervalMs) => {
        turns.push(intervalMs);
        return Promise.resolve(hasTurn);
      },
      reportTurn: (_name, result) => {
        reports.push(result);
        return Promise.resolve();
      },
    },
    clock: { now: () => new Date(), monotonicMs: () => performance.now() },
    random: () => 0.5,
    logger,
    metrics: createWorkerMetrics(registry),
  });
  return { upkeep, logger, reports, turns, registry, runs: () => runs };
};

describe('createUpkeep', () => {
  test('when it starts, then a sweep runs at once and then on its timer', async () => {
    const { upkeep, runs } = setUp({});
    upkeep.start();
    await jest.advanceTimersByTimeAsync(0);
    expect(runs()).toBe(1);
    await jest.advanceTimersByTimeAsync(3_000);
    expect(runs()).toBe(4);
    await upkeep.stop();
  });

  test('when another worker has the turn, then this one does not run it', async () => {
    const { upkeep, runs, turns } = setUp({}, false);
    upkeep.start();
    await jest.advanceTimersByTimeAsync(2_000);
    expect(runs()).toBe(0);
    expect(turns.length).toBeGreaterThan(1);
    await upkeep.stop();
  });

  test('when a sweep is not shared, then no turn is asked for', async () => {
    const { upkeep, runs, turns } = setUp({ isShared: false });
    upkeep.start();
    await jest.advanceTimersByTimeAsync(1_000);
    expect([runs(), turns.length]).toEqual([2, 0]);
    await upkeep.stop();
  });

  test('when a run found something, then the next comes sooner, and the turn is as short', async () => {
    const { upkeep, runs, turns } = setUp({ busyMs: 100, run: () => Promise.resolve(1) });
    upkeep.start();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(runs()).toBe(11);
    expect(turns.at(-1)).toBe(80);
    await upkeep.stop();
  });

  test('when a sweep fails again and again, then it goes on, is reported, and is logged once and when it recovers', async () => {
    let isAway = true;
    const away = new AppError('unavailable', { message: 'PostgreSQL does not answer' });
    const { upkeep, logger, reports, registry } = setUp({
      run: () => (isAway ? Promise.reject(away) : Promise.resolve(2)),
    });
    upkeep.start();
    await jest.advanceTimersByTimeAsync(3_000);
    isAway = false;
    await jest.advanceTimersByTimeAsync(1_000);
    expect(logger.lines.map(({ level, message }) => `${level}: ${message}`)).toEqual([
      'warn: a sweep failed',
      'info: a sweep works again',
    ]);
    expect(reports.map(({ error }) => error)).toEqual([
      ...Array<string>(4).fill(away.message),
      null,
    ]);
    const page = await registry.render();
    expect(page).toMatch(/sweep_runs_total\{[^}]*sweep="a-sweep",result="failed"[^}]*\} 4/);
    expect(page).toMatch(/sweep_touched_total\{[^}]*sweep="a-sweep"[^}]*\} 2/);
    await upkeep.stop();
  });

  test('when a run is longer than its interval, then it is never run twice at once', async () => {
    let running = 0;
    let most = 0;
    const { upkeep } = setUp({
      run: async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 5_000));
        running -= 1;
        return 0;
      },
    });
    upkeep.start();
    await jest.advanceTimersByTimeAsync(20_000);
    expect(most).toBe(1);
    const stopped = upkeep.stop();
    await jest.advanceTimersByTimeAsync(10_000);
    await stopped;
  });

  test('when it stops, then the run under way is told and awaited, and none follows', async () => {
    let wasTold = false;
    const { upkeep, runs } = setUp({
      run: (signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            wasTold = true;
            resolve(0);
          });
        }),
    });
    upkeep.start();
    await jest.advanceTimersByTimeAsync(10);
    await upkeep.stop();
    expect(wasTold).toBe(true);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(runs()).toBe(1);
  });

  test('when a run hangs, then it is named for readiness', async () => {
    const { upkeep } = setUp({ run: () => new Promise(() => undefined) });
    upkeep.start();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(upkeep.stuck()).toEqual([]);
    await jest.advanceTimersByTimeAsync(120_000);
    expect(upkeep.stuck()).toEqual(['a-sweep']);
  });
});
