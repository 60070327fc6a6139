import { describe, expect, test } from '@jest/globals';
import { pauseWithoutToken } from './pause-without-token.ts';

const at = (errcode: number, kind: 'not-given' | 'not-taken' = 'not-given') =>
  pauseWithoutToken({
    ...{ kind, errcode, errmsg: 'no, rid: 0a0b0c0d-00000000-11111111' },
    now: new Date('2026-01-05T08:00:00.000Z'),
    random: () => 0,
  });

describe('pauseWithoutToken', () => {
  test('when the secret is wrong, then the app waits to be mended', () => {
    expect(at(40125)).toMatchObject({
      pause: { kind: 'configuration', until: null, reason: { errcode: 40125 } },
      alarm: { code: 'errcode-40125' },
    });
  });

  test('when it is 40001, then it is looked at again after ten minutes', () => {
    const until = new Date('2026-01-05T08:10:00.000Z');
    expect(at(40001).pause).toMatchObject({ kind: 'configuration', until });
  });

  test('when WeChat refuses the token that it gives, then the app rests for a minute, and an operator hears of it', () => {
    expect(at(40001, 'not-taken')).toEqual({
      pause: {
        kind: 'configuration',
        until: new Date('2026-01-05T08:01:00.000Z'),
        reason: {
          code: 'app-configuration',
          errcode: 40001,
          message: 'WeChat refuses the access token that it gives out itself.',
        },
      },
      alarm: {
        code: 'token-refused',
        message: 'WeChat refuses the access token that it gives out itself. (errcode 40001)',
      },
    });
  });

  test('when the calls of the day are used up, then it rests until after midnight in Shanghai', () => {
    const { pause } = at(45009);
    expect(pause?.kind).toBe('quota-daily');
    expect(pause?.until?.toISOString()).toBe('2026-01-05T16:03:00.000Z');
  });

  test('when nobody knows the code, then it is told and nothing is paused', () => {
    const { pause, alarm } = at(99_999);
    expect(pause).toBeNull();
    expect(alarm).toMatchObject({ code: 'errcode-99999' });
    expect(alarm.message).toMatch(/^WeChat answered .*\(errcode 99999: no\)$/);
  });
});
