import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Logger } from '@yuexin/telemetry';
import { createRefusalWatch } from './create-refusal-watch.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

type Alarm = { appId: string | null; code: string; message: string; times?: number };

function setUp(raise: () => Promise<boolean> = () => Promise.resolve(true)) {
  const raised: Alarm[] = [];
  const warnings: string[] = [];
  const note = createRefusalWatch({
    upkeep: {
      raiseAlarm: (alarm) => {
        raised.push(alarm);
        return raise();
      },
    },
    logger: { warn: (message: string) => warnings.push(message) } as unknown as Logger,
  });
  const refuse = (count: number, appId = 'wx1', why = 'signature does not fit') => {
    for (let at = 0; at < count; at += 1) note({ appId, why });
  };
  return { raised, warnings, refuse };
}

test('when fewer than ten posts are refused in each minute, then nobody is told', () => {
  const { raised, refuse } = setUp();
  for (let minute = 0; minute < 5; minute += 1) {
    refuse(9);
    jest.advanceTimersByTime(60_000);
  }
  expect(raised).toEqual([]);
});

test('when ten are refused within a minute, then it is told at once, why, and what it may mean', () => {
  const { raised, refuse } = setUp();
  refuse(9);
  jest.advanceTimersByTime(59_000);
  refuse(1, 'wx1', 'msg_signature does not fit');
  expect(raised).toMatchObject([{ appId: 'wx1', code: 'events-refused', times: 10 }]);
  expect(raised[0]?.message).toMatch(
    /^10 posts .* because: msg_signature does not fit\. Somebody forges events, or the message token/,
  );
});

test('when thousands are refused, then it is told twice a minute, and every post is counted', () => {
  const { raised, refuse } = setUp();
  refuse(5_000);
  expect(raised).toHaveLength(1);
  jest.advanceTimersByTime(60_000);
  expect(raised.map(({ times }) => times)).toEqual([10, 4_990]);
  expect(raised[1]?.message).toMatch(/^5000 posts/);
  refuse(30);
  jest.advanceTimersByTime(600_000);
  expect(raised.map(({ times }) => times)).toEqual([10, 4_990, 10, 20]);
});

test('when two apps are posted to, then each is counted by itself', () => {
  const { raised, refuse } = setUp();
  refuse(9, 'wx1');
  refuse(10, 'wx2');
  jest.advanceTimersByTime(60_000);
  expect(raised.map(({ appId, times }) => [appId, times])).toEqual([['wx2', 10]]);
});

test('when the alarm cannot be stored, then that is logged and the next is counted as ever', async () => {
  const { raised, warnings, refuse } = setUp(() => Promise.reject(new Error('down')));
  refuse(10);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(warnings).toHaveLength(1);
  refuse(10);
  expect(raised).toHaveLength(2);
});
