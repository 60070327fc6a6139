import { describe, expect, test } from '@jest/globals';
import type { QuotaRow } from '@yuexin/storage';
import { createMetrics } from '@yuexin/telemetry';
import type { CallResult, Quota } from '@yuexin/wechat-client';
import { recordLog } from '../test-support/record-log.ts';
import { buildApp } from '../test-support/sample-app.ts';
import { createWorkerMetrics } from '../worker-metrics.ts';
import { pollQuota } from './poll-quota.ts';

const dailyLimit = 1_000_000;
const at = (time: string, used: number): QuotaRow => ({
  ...{ dailyLimit, used, remain: dailyLimit - used },
  readAt: new Date(`2026-01-05T${time}:00.000+08:00`),
});

const setUp = (history: QuotaRow[]) => {
  const told: unknown[] = [];
  const registry = createMetrics({ service: 'test' });
  let answer: CallResult<Quota> = { kind: 'ok', value: { ...history.at(-1)!, rate: null } };
  const sweep = pollQuota({
    storage: {
      apps: { list: () => Promise.resolve([buildApp('wx1')]) },
      upkeep: {
        takeTurn: () => Promise.resolve(true),
        saveQuota: () => Promise.resolve(),
        listQuota: () => Promise.resolve(history),
      },
    },
    tokens: {
      get: () => Promise.resolve({ accessToken: 'the-token', generation: 3 }),
      refused: () => Promise.resolve(),
    },
    wechat: { getQuota: () => Promise.resolve(answer) },
    holdApp: {
      raiseAlarm: (appId, alarm) => Promise.resolve(void told.push([appId, alarm])),
      resolveAlarm: (appId, code) => Promise.resolve(void told.push([appId, `${code} is over`])),
    },
    metrics: createWorkerMetrics(registry),
    logger: recordLog(),
  });
  return {
    told,
    metrics: () => registry.render(),
    run: () => sweep.run(new AbortController().signal),
    refuse: () => (answer = { kind: 'refused', errcode: 48001, errmsg: 'no', rid: null }),
  };
};

describe('pollQuota', () => {
  test('when the pace does not let the day last, then the alarm says at what time it ends, and the metrics too', async () => {
    const { run, told, metrics } = setUp([at('10:00', 400_000), at('12:00', 580_000)]);
    expect(await run()).toBe(1);
    const message =
      "At this pace the day's quota ends at 16:40 (Asia/Shanghai): 420000 of 1000000 sends remain.";
    expect(told).toEqual([['wx1', { code: 'quota-forecast', message }]]);
    const text = await metrics();
    expect(text).toMatch(/wechat_quota_remain\{[^}]*app="wx1"[^}]*\} 420000/);
    const endsAt = Date.parse('2026-01-05T16:40:00+08:00') / 1_000;
    expect(text).toMatch(new RegExp(`wechat_quota_ends_at_seconds\\{[^}]*\\} ${endsAt}`));
  });

  test('when it lasts the day, then an earlier alarm is over', async () => {
    const { run, told } = setUp([at('10:00', 100), at('12:00', 200)]);
    await run();
    expect(told).toEqual([['wx1', 'quota-forecast is over']]);
  });

  test('when it is used up, then the alarm says since when', async () => {
    const { run, told } = setUp([at('10:00', 100), at('12:10', dailyLimit)]);
    await run();
    const message = "The day's quota of 1000000 sends is used up since 12:10 (Asia/Shanghai).";
    expect(told).toEqual([['wx1', { code: 'quota-forecast', message }]]);
  });

  test('when WeChat does not tell, then nothing is said of it', async () => {
    const { run, told, refuse } = setUp([at('10:00', 1)]);
    refuse();
    expect(await run()).toBe(0);
    expect(told).toEqual([]);
  });
});
