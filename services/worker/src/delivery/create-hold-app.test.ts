import { describe, expect, test } from '@jest/globals';
import type { Pause } from '@yuexin/domain';
import { AppError } from '@yuexin/errors';
import { recordLog } from '../test-support/record-log.ts';
import { standClock } from '../test-support/stand-clock.ts';
import { createHoldApp } from './create-hold-app.ts';

const setUp = (input: { isAway?: boolean; isFirst?: boolean } = {}) => {
  const clock = standClock();
  const calls: unknown[] = [];
  const logger = recordLog();
  const note = (...call: unknown[]): Promise<void> => {
    calls.push(call);
    if (input.isAway !== true) return Promise.resolve();
    return Promise.reject(new AppError('unavailable', { message: 'the queue is away' }));
  };
  const hold = createHoldApp({
    upkeep: {
      raiseAlarm: () => Promise.resolve(input.isFirst ?? true),
      resolveAlarm: () => Promise.resolve(input.isFirst ?? true),
    },
    queue: {
      setPaused: (appId, isPaused) => note('paused', appId, isPaused),
      holdBack: (appId, ms) => note('hold', appId, ms),
    },
    onBraked: (appId) => void calls.push(['braked', appId]),
    clock,
    logger,
  });
  return { hold, calls, clock, logger };
};
const pauseOf = (kind: Pause['kind'], until: Date | null): Pause => ({
  kind,
  until,
  reason: { code: kind, message: 'a test' },
});

describe('createHoldApp', () => {
  test('when the minute is used up, then the queue holds back for what is left of it', async () => {
    const { hold, calls, clock } = setUp();
    const until = new Date(clock.now().getTime() + 12_345);
    await hold.brake('wx1', pauseOf('quota-minute', until));
    expect(calls[0]).toEqual(['hold', 'wx1', 12_345]);
  });

  test.each(['quota-daily', 'configuration'] as const)(
    'when the pause is %s, then the queue is paused',
    async (kind) => {
      const { hold, calls } = setUp();
      await hold.brake('wx1', pauseOf(kind, null));
      expect(calls[0]).toEqual(['paused', 'wx1', true]);
    },
  );

  test('when it braked, or may have, then the next look for apps asserts anew', async () => {
    const { hold, calls } = setUp({ isAway: true });
    await expect(hold.brake('wx1', pauseOf('configuration', null))).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(calls.at(-1)).toEqual(['braked', 'wx1']);
  });

  test('when an alarm was raised before and nobody acknowledged it, then the log does not repeat it', async () => {
    const alarm = { code: 'errcode-45009', message: 'used up' };
    const first = setUp();
    await first.hold.raiseAlarm('wx1', alarm);
    expect(first.logger.lines).toHaveLength(1);
    const again = setUp({ isFirst: false });
    await again.hold.raiseAlarm('wx1', alarm);
    expect(again.logger.lines).toEqual([]);
  });
});
