import { describe, expect, test } from '@jest/globals';
import type { Decision, Pause } from '@yuexin/domain';
import { recordLog } from '../test-support/record-log.ts';
import { buildClaimedPush } from '../test-support/sample-push.ts';
import { buildSettlement } from '../test-support/sample-settlement.ts';
import { createApplyEffects } from './apply-effects.ts';

const pause: Pause = {
  kind: 'quota-daily',
  until: new Date('2026-01-06T16:03:00.000Z'),
  reason: { code: 'quota-daily', errcode: 45009, message: 'the day is used up' },
};

const setUp = (isBrakeBroken = false) => {
  const done: unknown[] = [];
  const logger = recordLog();
  const seen = new Set<string>();
  const note =
    (what: string) =>
    (...args: unknown[]): Promise<void> => {
      done.push([what, ...args]);
      return Promise.resolve();
    };
  const apply = createApplyEffects({
    holdApp: {
      brake: isBrakeBroken ? () => Promise.reject(new Error('away')) : note('brake'),
      raiseAlarm: note('alarm'),
      resolveAlarm: note('end of alarm'),
    },
    isNews: (key) => !seen.has(key) && seen.add(key).has(key),
    logger,
  });
  const run = (change: Partial<Decision>) =>
    apply(buildClaimedPush({ appId: 'wx1', templateId: 't1' }), {
      ...buildSettlement().decision,
      ...change,
    });
  return { run, done, logger };
};
const alarm = { code: 'errcode-45009', message: 'the day is used up' };

describe('createApplyEffects', () => {
  test('when a decision asks for nothing more, then nothing is done', async () => {
    const { run, done } = setUp();
    await run({});
    expect(done).toEqual([]);
  });

  test('when the app and the operator are concerned, then the queue is braked and the alarm raised', async () => {
    const { run, done } = setUp();
    await run({ appPause: pause, alarm });
    expect(done).toEqual([
      ['brake', 'wx1', pause],
      ['alarm', 'wx1', alarm],
    ]);
  });

  test('when a template is paused, then the log says so and the queue of the app runs on', async () => {
    const { run, done, logger } = setUp();
    await run({ templatePause: { ...pause, kind: 'template', until: null } });
    expect(done).toEqual([]);
    expect(logger.lines).toMatchObject([{ level: 'warn', fields: { templateId: 't1' } }]);
  });

  test('when a thousand pushes learn the same, then it is done once', async () => {
    const { run, done } = setUp();
    await Promise.all(Array.from({ length: 1_000 }, () => run({ appPause: pause, alarm })));
    expect(done).toHaveLength(2);
  });

  test('when the brake fails, then it is logged and the alarm is raised all the same', async () => {
    const { run, done, logger } = setUp(true);
    await run({ appPause: pause, alarm });
    expect(done).toEqual([['alarm', 'wx1', alarm]]);
    expect(logger.lines.map(({ level }) => level)).toEqual(['warn']);
  });
});
