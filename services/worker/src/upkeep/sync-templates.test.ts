import { describe, expect, test } from '@jest/globals';
import type { HurtPushes } from '@yuexin/domain';
import type { TemplateRow } from '@yuexin/storage';
import type { CallResult, WechatTemplate } from '@yuexin/wechat-client';
import { buildApp } from '../test-support/sample-app.ts';
import { recordLog } from '../test-support/record-log.ts';
import { standClock } from '../test-support/stand-clock.ts';
import { syncTemplates } from './sync-templates.ts';

const listed: WechatTemplate = {
  templateId: 't1',
  title: '货源提醒',
  kind: 'one-time',
  content: '线路:{{thing1.DATA}}\n',
  example: '',
  keywords: [{ key: 'thing1', type: 'thing', label: '线路' }],
};

const setUp = (
  answer: CallResult<WechatTemplate[]>,
  known: TemplateRow[] = [],
  hurt: HurtPushes[] = [],
) => {
  const clock = standClock();
  const turns = new Map<string, number>();
  const seen = {
    asked: 0,
    refused: [] as unknown[],
    synced: [] as unknown[],
    alarms: [] as unknown[],
  };
  const sweep = syncTemplates({
    storage: {
      apps: { list: () => Promise.resolve([buildApp('wx1')]) },
      templates: {
        list: () => Promise.resolve(known),
        sync: (appId, templates) => {
          seen.synced.push([appId, templates]);
          return Promise.resolve({ added: ['t1'], changed: [], removed: ['t0'], hurt });
        },
      },
      upkeep: {
        raiseAlarm: (alarm) => {
          seen.alarms.push(alarm);
          return Promise.resolve(true);
        },
        takeTurn: (name, intervalMs) => {
          const isDue = clock.monotonicMs() >= (turns.get(name) ?? 0);
          if (isDue) turns.set(name, clock.monotonicMs() + intervalMs);
          return Promise.resolve(isDue);
        },
      },
    },
    tokens: {
      get: () => Promise.resolve({ accessToken: 'the-token', generation: 3 }),
      refused: (refusal) => {
        seen.refused.push(refusal);
        return Promise.resolve();
      },
    },
    wechat: {
      listTemplates: () => {
        seen.asked += 1;
        return Promise.resolve(answer);
      },
    },
    clock,
    logger: recordLog(),
  });
  return { run: () => sweep.run(new AbortController().signal), clock, seen };
};
const rowSyncedAt = (syncedAt: Date): TemplateRow => ({
  ...{ ...listed, appId: 'wx1', state: 'active', pause: null, syncedAt },
});
const halfAnHourMs = 30 * 60_000;

describe('syncTemplates', () => {
  test('when an app has no templates yet, then WeChat’s list becomes its own', async () => {
    const { run, seen } = setUp({ kind: 'ok', value: [listed] });
    await expect(run()).resolves.toBe(2);
    expect(seen.synced).toEqual([['wx1', [listed]]]);
  });

  test('when the list is younger than six hours, then WeChat is left alone; when it is older, it is asked', async () => {
    const sixHoursAgo = new Date('2026-01-05T02:00:00.000Z');
    const fresh = setUp({ kind: 'ok', value: [listed] }, [
      rowSyncedAt(new Date(sixHoursAgo.getTime() + 1_000)),
    ]);
    await fresh.run();
    expect(fresh.seen.asked).toBe(0);
    const old = setUp({ kind: 'ok', value: [listed] }, [rowSyncedAt(sixHoursAgo)]);
    await old.run();
    expect(old.seen.asked).toBe(1);
  });

  test('when WeChat does not answer, then the templates stay and it is asked again in half an hour, not before', async () => {
    const { run, seen, clock } = setUp({ kind: 'unreachable', cause: 'timeout', httpStatus: null });
    await run();
    clock.advance(halfAnHourMs - 1);
    await run();
    expect([seen.asked, seen.synced]).toEqual([1, []]);
    clock.advance(1);
    await run();
    expect(seen.asked).toBe(2);
  });

  test('when the change hurts waiting pushes, then an alarm of the app says which; else there is none', async () => {
    const hurt: HurtPushes = {
      ...{ templateId: 't0', because: 'removed', pushes: 3, isAtLeast: false, sample: ['p'] },
    };
    const hurting = setUp({ kind: 'ok', value: [listed] }, [], [hurt]);
    await hurting.run();
    expect(hurting.seen.alarms).toEqual([
      {
        ...{ appId: 'wx1', code: 'template-drift' },
        message: expect.stringContaining('3 waiting push(es) of t0') as unknown,
      },
    ]);
    const harmless = setUp({ kind: 'ok', value: [listed] });
    await harmless.run();
    expect(harmless.seen.alarms).toEqual([]);
  });

  test('when WeChat refuses the token, then its source is told', async () => {
    const { run, seen } = setUp({ kind: 'refused', errcode: 42001, errmsg: 'expired', rid: null });
    await run();
    expect(seen.refused).toEqual([{ appId: 'wx1', generation: 3, errcode: 42001 }]);
  });
});
