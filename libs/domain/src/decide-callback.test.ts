import { describe, expect, it } from '@jest/globals';
import { CALLBACK_TRIES_MAX, decideCallback, readRetryAfter } from './decide-callback.ts';

const now = new Date('2026-01-05T08:00:00Z');
const decide = (
  status: number | null,
  change: { tries?: number; isTest?: boolean; retryAfterMs?: number | null; random?: number } = {},
) => {
  const { tries = 1, isTest = false, retryAfterMs = null, random = 0.5 } = change;
  const answer =
    status === null
      ? ({ kind: 'unanswered' } as const)
      : ({ kind: 'answered', status, retryAfterMs } as const);
  return decideCallback({ answer, tries, isTest, now, random: () => random });
};
const secondsOf = (at: Date | null) => (at === null ? null : (at.getTime() - now.getTime()) / 1000);

describe('decideCallback', () => {
  it.each([200, 204, 299])('when the answer is %i, then it is delivered', (status) => {
    expect(decide(status)).toEqual({ verdict: 'delivered', nextAt: null, blockedUntil: null });
  });

  it.each([null, 199, 300, 302, 400, 404, 429, 500, 503])(
    'when the answer is %p, then it is tried again in five seconds',
    (status) => {
      const { verdict, nextAt } = decide(status);
      expect([verdict, secondsOf(nextAt)]).toEqual(['again', 5]);
    },
  );

  it('when the answer is 410, then the endpoint is gone, after the last try too', () => {
    expect(decide(410).verdict).toBe('gone');
    expect(decide(410, { tries: CALLBACK_TRIES_MAX }).verdict).toBe('gone');
  });

  it('when every try fails, then the tries are spread over a day, and then it has failed', () => {
    const waits = Array.from({ length: CALLBACK_TRIES_MAX - 1 }, (_, index) =>
      secondsOf(decide(500, { tries: index + 1 }).nextAt),
    );
    const total = waits.reduce<number>((sum, wait) => sum + (wait ?? 0), 0);
    expect(total / 3600).toBeGreaterThan(22);
    expect(total / 3600).toBeLessThan(24);
    expect([...waits].sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual(waits);
    expect(decide(500, { tries: CALLBACK_TRIES_MAX })).toEqual({
      ...{ verdict: 'failed', nextAt: null, blockedUntil: null },
    });
  });

  it('when many wait, then each waits a fifth longer or shorter', () => {
    expect(secondsOf(decide(500, { random: 0 }).nextAt)).toBe(4);
    expect(secondsOf(decide(500, { random: 0.999_999 }).nextAt)).toBeCloseTo(6, 2);
  });

  it('when Retry-After asks for more, then the callback waits so long, at most a day, and the endpoint with it', () => {
    const { nextAt, blockedUntil } = decide(429, { retryAfterMs: 90_000 });
    expect([secondsOf(nextAt), secondsOf(blockedUntil)]).toEqual([90, 90]);
    expect(secondsOf(decide(503, { retryAfterMs: 1e12 }).nextAt)).toBe(86_400);
    expect(secondsOf(decide(503, { retryAfterMs: 90_000 }).blockedUntil)).toBe(90);
    expect(secondsOf(decide(429, { retryAfterMs: 1000 }).nextAt)).toBe(5);
    expect(decide(429, { retryAfterMs: 0 }).blockedUntil).toBeNull();
    expect(decide(500, { retryAfterMs: 90_000 }).blockedUntil).toBeNull();
  });

  it('when it is a test, then it is tried once and ends no endpoint', () => {
    expect(decide(200, { isTest: true }).verdict).toBe('delivered');
    expect(decide(410, { isTest: true }).verdict).toBe('failed');
    expect(decide(null, { isTest: true }).verdict).toBe('failed');
  });
});

describe('readRetryAfter', () => {
  it.each([
    [undefined, null],
    ['120', 120_000],
    [' 120 ', 120_000],
    ['1234567890', null],
    ['Mon, 05 Jan 2026 08:01:00 GMT', 60_000],
    ['Mon, 05 Jan 2026 07:00:00 GMT', 0],
    ['soon', null],
  ])('when the header is %p, then it asks for %p ms', (header, expected) => {
    expect(readRetryAfter(header, now)).toBe(expected);
  });
});
