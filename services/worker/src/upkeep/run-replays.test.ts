import { describe, expect, test } from '@jest/globals';
import { createMetrics } from '@yuexin/telemetry';
import { firstPlace, type DeadPush, type ReplayStep, type RunningReplay } from '@yuexin/storage';
import { recordLog } from '../test-support/record-log.ts';
import { createWorkerMetrics } from '../worker-metrics.ts';
import { runReplays } from './run-replays.ts';

const template = {
  templateId: 'tpl',
  state: 'active' as const,
  keywords: [{ key: 'thing1', type: 'thing', label: '线路' }],
};
const push = (id: string, change: Partial<DeadPush> = {}): DeadPush => ({
  ...{ id, userId: 'u', templateId: 'tpl', onNoGrant: 'park', verdict: 'free', free: 1 },
  ...{ errcode: null, purpose: null, kept: null },
  data: { thing1: { value: '广州' } },
  ...change,
});
const replay = (change: Partial<RunningReplay> = {}): RunningReplay => ({
  ...{ id: 'r', appIds: ['wx1', 'wx2'], throughAppId: null, allowed: 10 },
  place: { appId: 'wx1', after: firstPlace },
  ...change,
});
const counts = { due: [], parked: 0, failed: 0, leftOut: 0, skipped: 0 };

/** PostgreSQL as far as a replay knows it: the dead of each app, and what the steps were asked. */
const setUp = (input: {
  running: RunningReplay[];
  dead: Record<string, DeadPush[]>;
  answer?: ReplayStep;
  poison?: string;
}) => {
  const steps: { pushIds: readonly string[]; failingIds: readonly string[]; next: string }[] = [];
  const limits: number[] = [];
  const registry = createMetrics({ service: 'test' });
  const log = recordLog();
  const sweep = runReplays({
    replays: {
      listRunning: () => Promise.resolve(input.running),
      listDead: ({ replayId, place, limit }) => {
        if (replayId === input.poison) return Promise.reject(new RangeError('a bad row'));
        limits.push(limit);
        const left = (input.dead[place.appId] ?? []).filter(({ id }) => id > place.after);
        const pushes = left.slice(0, limit);
        const isEnd = left.length < limit;
        return Promise.resolve({
          ...{ pushes, templates: [template], lastId: pushes.at(-1)?.id ?? null, isEnd },
        });
      },
      step: ({ pushIds, failingIds, next }) => {
        steps.push({
          ...{ pushIds, failingIds },
          next: next === null ? 'done' : `${next.appId} ${next.after}`,
        });
        return Promise.resolve(
          input.answer ?? { kind: 'stepped', ...counts, replayed: pushIds.length },
        );
      },
    },
    feeder: { feed: (due) => Promise.resolve([...due]) },
    logger: log,
    metrics: createWorkerMetrics(registry),
  });
  return {
    run: (signal = new AbortController().signal) => sweep.run(signal),
    steps,
    limits,
    registry,
    log,
  };
};

describe('runReplays', () => {
  test('when all fits the rate, then it goes through app after app to the end', async () => {
    const { run, steps, registry } = setUp({
      running: [replay()],
      dead: { wx1: [push('a'), push('b')], wx2: [push('c')] },
    });
    await expect(run()).resolves.toBe(3);
    expect(steps).toEqual([
      { pushIds: ['a', 'b'], failingIds: [], next: `wx2 ${firstPlace}` },
      { pushIds: ['c'], failingIds: [], next: 'done' },
    ]);
    expect(await registry.render()).toMatch(/replay_pushes_total\{[^}]*result="replayed"[^}]*\} 3/);
  });

  test('when the rate allows fewer, then only so many are asked for and the rest waits', async () => {
    const { run, steps, limits } = setUp({
      running: [replay({ allowed: 2 })],
      dead: { wx1: [push('a'), push('b'), push('c')] },
    });
    await run();
    expect(limits).toEqual([2]);
    expect(steps).toEqual([{ pushIds: ['a', 'b'], failingIds: [], next: 'wx1 b' }]);
  });

  test('when data does not fit the template any more, or WeChat refused the user for good, then that push is not put back', async () => {
    const { run, steps } = setUp({
      running: [replay({ appIds: ['wx1'] })],
      dead: {
        wx1: [
          push('a', { data: {} }),
          push('b', { templateId: 'gone' }),
          push('bb', { errcode: 40003 }),
          push('c', { data: {}, verdict: 'delivered' }),
          push('d'),
        ],
      },
    });
    await run();
    expect(steps).toEqual([{ pushIds: ['c', 'd'], failingIds: ['a', 'b', 'bb'], next: 'done' }]);
  });

  test('when it covers apps up to one only, then it ends there', async () => {
    const { run, steps } = setUp({
      running: [replay({ throughAppId: 'wx1' })],
      dead: { wx1: [push('a')], wx2: [push('c')] },
    });
    await run();
    expect(steps.map(({ next }) => next)).toEqual(['done']);
  });

  test('when another worker went on, then this one leaves it', async () => {
    const { run, steps } = setUp({
      running: [replay()],
      dead: { wx1: [push('a')], wx2: [push('b')] },
      answer: { kind: 'stale' },
    });
    await expect(run()).resolves.toBe(0);
    expect(steps).toHaveLength(1);
  });

  test('when one replay fails, then the others go on', async () => {
    const { run, steps, log } = setUp({
      running: [replay({ id: 'bad' }), replay({ appIds: ['wx1'] })],
      dead: { wx1: [push('a')] },
      poison: 'bad',
    });
    await expect(run()).resolves.toBe(1);
    expect(steps).toEqual([{ pushIds: ['a'], failingIds: [], next: 'done' }]);
    expect(log.lines).toMatchObject([{ message: 'a replay failed', fields: { replayId: 'bad' } }]);
  });

  test('when the worker stops, then no step is begun', async () => {
    const { run, steps } = setUp({ running: [replay()], dead: { wx1: [push('a')] } });
    await run(AbortSignal.abort());
    expect(steps).toEqual([]);
  });
});
