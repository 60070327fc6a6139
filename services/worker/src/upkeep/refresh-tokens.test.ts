import { describe, expect, test } from '@jest/globals';
import { AppError } from '@yuexin/errors';
import type { AppRow } from '@yuexin/storage';
import { buildApp, buildPause } from '../test-support/sample-app.ts';
import { recordLog } from '../test-support/record-log.ts';
import { standClock } from '../test-support/stand-clock.ts';
import { refreshTokens } from './refresh-tokens.ts';

const setUp = (apps: AppRow[], refreshEarly: (appId: string) => Promise<boolean>) => {
  const clock = standClock();
  const asked: string[] = [];
  const alarms: string[] = [];
  const logger = recordLog();
  const sweep = refreshTokens({
    apps: { list: () => Promise.resolve(apps) },
    tokens: {
      refreshEarly: (appId) => {
        asked.push(appId);
        return refreshEarly(appId);
      },
    },
    holdApp: {
      raiseAlarm: (appId, { code }) => {
        alarms.push(`${appId} ${code}`);
        return Promise.resolve();
      },
      resolveAlarm: (appId, code) => {
        alarms.push(`${appId} ${code} is over`);
        return Promise.resolve();
      },
    },
    clock,
    logger,
  });
  return { run: () => sweep.run(new AbortController().signal), clock, asked, alarms, logger };
};
const refusal = new AppError('wechat-refused', { message: '40125: invalid appsecret' });

describe('refreshTokens', () => {
  test('when a token is about to end, then it is refreshed and counted', async () => {
    const { run } = setUp([buildApp('wx1'), buildApp('wx2')], (appId) =>
      Promise.resolve(appId === 'wx2'),
    );
    await expect(run()).resolves.toBe(1);
  });

  test('when WeChat refuses the secret, then somebody is told and WeChat is left alone for minutes', async () => {
    const { run, asked, alarms, clock } = setUp([buildApp('wx1')], () => Promise.reject(refusal));
    await run();
    await run();
    expect(asked).toHaveLength(1);
    expect(alarms).toEqual(['wx1 token-refused']);
    clock.advance(5 * 60_000);
    await run();
    expect(asked).toHaveLength(2);
  });

  test('when WeChat gives a token again, then the alarm is over; not when there was nothing to ask', async () => {
    const answers = [
      () => Promise.reject(refusal),
      () => Promise.resolve(false),
      () => Promise.resolve(true),
    ];
    const { run, alarms, clock } = setUp([buildApp('wx1')], () => answers.shift()!());
    await run();
    clock.advance(5 * 60_000);
    await run();
    expect(alarms).toEqual(['wx1 token-refused']);
    await run();
    expect(alarms).toEqual(['wx1 token-refused', 'wx1 token-refused is over']);
  });

  test('when WeChat does not answer for one app, then the next one is served', async () => {
    const silent = new AppError('unavailable', { message: 'no answer' });
    const { run, asked, logger } = setUp([buildApp('wx1'), buildApp('wx2')], (appId) =>
      appId === 'wx1' ? Promise.reject(silent) : Promise.resolve(true),
    );
    await expect(run()).resolves.toBe(1);
    expect(asked).toEqual(['wx1', 'wx2']);
    expect(logger.lines.map(({ level }) => level)).toEqual(['warn']);
  });

  test('when an app waits for somebody to mend its configuration, then WeChat is not asked; an operator’s pause does not matter', async () => {
    const { run, asked } = setUp(
      [
        buildApp('wx1', { pause: buildPause('configuration') }),
        buildApp('wx2', { pause: buildPause('operator') }),
      ],
      () => Promise.resolve(false),
    );
    await run();
    expect(asked).toEqual(['wx2']);
  });
});
