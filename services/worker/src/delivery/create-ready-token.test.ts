import { describe, expect, test } from '@jest/globals';
import { AppError } from '@yuexin/errors';
import { recordLog } from '../test-support/record-log.ts';
import { createReadyToken } from './create-ready-token.ts';

const setUp = (input: { isAtHand?: boolean; failure?: AppError }) => {
  const holds: unknown[] = [];
  const seen = new Set<string>();
  const readyToken = createReadyToken({
    tokens: {
      isAtHand: () => input.isAtHand ?? false,
      get: () =>
        input.failure === undefined
          ? Promise.resolve({ accessToken: 'the-token', generation: 1 })
          : Promise.reject(input.failure),
    },
    queue: {
      restHere: (...held) => {
        holds.push(held);
      },
    },
    stopTaking: new AbortController().signal,
    isNews: (key) => !seen.has(key) && seen.add(key).has(key),
    logger: recordLog(),
  });
  return { readyToken, holds };
};
const failing = (code: 'unavailable' | 'wechat-refused', details: object = {}) =>
  new AppError(code, { message: 'no', retryAfterMs: 2_000, details: { ...details } });

describe('createReadyToken', () => {
  test('when the token is at hand or can be had, then it is ready', async () => {
    for (const isAtHand of [true, false]) {
      const { readyToken, holds } = setUp({ isAtHand });
      expect(await readyToken('wx1')).toEqual({ kind: 'ready' });
      expect(holds).toEqual([]);
    }
  });

  test.each([
    [
      'the endpoint is not there',
      failing('unavailable', { cause: 'connect: ECONNREFUSED' }),
      'unreachable',
    ],
    [
      'that is remembered',
      failing('unavailable', { cause: 'connect', isRemembered: true }),
      'nothing',
    ],
    ['another process refreshes', failing('unavailable'), 'nothing'],
    ['WeChat refuses the secret', failing('wechat-refused', { errcode: 40125 }), 'reached'],
    ['the refusal is remembered', failing('wechat-refused', { isRemembered: true }), 'nothing'],
  ] as const)(
    'when %s, then the queue rests once and it says what that tells of WeChat',
    async (_why, failure, news) => {
      const { readyToken, holds } = setUp({ failure });
      const answer = { kind: 'not-ready', forMs: 2_000, news };
      expect(await readyToken('wx1')).toEqual(answer);
      expect(await readyToken('wx1')).toEqual(answer);
      expect(holds).toEqual([['wx1', 2_000]]);
    },
  );
});
