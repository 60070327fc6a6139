import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { AppError } from '@yuexin/errors';
import type { DuePush, HotPath, Settlement, SettleResult } from '@yuexin/storage';
import { createMetrics } from '@yuexin/telemetry';
import { recordLog } from '../test-support/record-log.ts';
import { buildSettlement } from '../test-support/sample-settlement.ts';
import { createWorkerMetrics } from '../worker-metrics.ts';
import { createSettleAttempt } from './create-settle-attempt.ts';

const away = new AppError('unavailable', { message: 'PostgreSQL does not answer' });
const refused = new AppError('internal-error', { message: 'SQLSTATE 23514' });
const attemptOf = (pushId: string) => `${pushId}-attempt`;
const settledOf = (pushId: string) =>
  ({ pushId, attemptId: attemptOf(pushId), isSuperseded: false, state: 'sent' }) as const;
const settlementOf = (pushId: string) => buildSettlement({ pushId, attemptId: attemptOf(pushId) });
const allSettled: HotPath['settleAttempts'] = (settlements) =>
  Promise.resolve({
    settled: settlements.map(({ pushId }) => settledOf(pushId)),
    due: [],
    failed: [],
  } satisfies SettleResult);

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate', 'performance'] }));
afterEach(() => void jest.useRealTimers());

describe('createSettleAttempt', () => {
  const setUp = (settleAttempts: HotPath['settleAttempts']) => {
    const giveUp = new AbortController();
    const logger = recordLog();
    const fed: DuePush[] = [];
    const settleAttempt = createSettleAttempt({
      hotPath: { settleAttempts },
      feeder: { feedSoon: (due) => void fed.push(...due) },
      giveUp: giveUp.signal,
      logger,
      metrics: createWorkerMetrics(createMetrics({ service: 'test' })),
      random: () => 0,
    });
    const settle = (settlement: Settlement) => settleAttempt.settle(settlement);
    return { settle, giveUp, logger, fed };
  };

  test('when answers come together, then one statement writes them, and what became due is fed to the queue', async () => {
    const due: DuePush = { appId: 'wx1', pushId: 'p', cycle: 1, priority: 'high', delayMs: 0 };
    const batches: number[] = [];
    const { settle, fed } = setUp(async (settlements) => {
      batches.push(settlements.length);
      return { ...(await allSettled(settlements)), due: [due] };
    });
    const answers = await Promise.all(['a', 'b'].map((pushId) => settle(settlementOf(pushId))));
    expect(answers).toEqual([settledOf('a'), settledOf('b')]);
    expect(batches).toEqual([2]);
    expect(fed).toEqual([due]);
  });

  test('when the database is away, then the answer stays in memory and is written when it is back', async () => {
    let calls = 0;
    const { settle } = setUp((settlements) => {
      calls += 1;
      return calls <= 25 ? Promise.reject(away) : allSettled(settlements);
    });
    const settled = settle(settlementOf('a'));
    await jest.advanceTimersByTimeAsync(0);
    while (calls <= 25) {
      await jest.advanceTimersByTimeAsync(5_000);
      await new Promise(setImmediate);
    }
    await expect(settled).resolves.toEqual(settledOf('a'));
  });

  test('when the shutdown gives up while the database is away, then the loss is said and nobody waits', async () => {
    const { settle, giveUp, logger } = setUp(() => Promise.reject(away));
    const settled = settle(settlementOf('a'));
    await new Promise(setImmediate);
    giveUp.abort();
    await expect(settled).resolves.toBeNull();
    expect(logger.lines).toEqual([
      expect.objectContaining({ level: 'error', fields: expect.objectContaining({ pushId: 'a' }) }),
    ]);
  });

  test('when one row is refused for ever, then it is given up after some tries and its neighbour is written', async () => {
    let tries = 0;
    const { settle } = setUp(async (settlements) => {
      const good = settlements.filter(({ pushId }) => pushId !== 'poison');
      const bad = settlements.filter(({ pushId }) => pushId === 'poison');
      tries += bad.length;
      const failed = bad.map(({ pushId, attemptId }) => ({ pushId, attemptId, error: refused }));
      return { ...(await allSettled(good)), failed };
    });
    const poison = settle(settlementOf('poison'));
    await expect(settle(settlementOf('a'))).resolves.toEqual(settledOf('a'));
    while (tries < 10) {
      await jest.advanceTimersByTimeAsync(5_000);
      await new Promise(setImmediate);
    }
    await expect(poison).resolves.toBeNull();
  });
});
