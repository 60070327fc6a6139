import { describe, expect, test } from '@jest/globals';
import { findTimes } from './find-times.ts';

const now = new Date('2026-01-05T08:00:00.000Z');
const day = 86_400_000;
const at = (ms: number) => new Date(now.getTime() + ms);
const find = (given: Parameters<typeof findTimes>[0]['given'], defaultTtlSeconds = 7 * 86_400) => {
  const { times, problems } = findTimes({ given, defaultTtlSeconds, now });
  return { times, rules: problems.map((problem) => `${problem.pointer} ${problem.rule}`) };
};

describe('when a push lives', () => {
  test('when nothing is said, then it lives the app’s time from now', () => {
    expect(find({})).toEqual({
      times: { sendAt: null, expiresAt: at(7 * day), ttlSeconds: 7 * 86_400 },
      rules: [],
    });
  });

  test('when it is to be sent later, then its time begins there', () => {
    const { times, rules } = find({ sendAt: at(day), ttlSeconds: 60 });
    expect([times.expiresAt, times.ttlSeconds, rules]).toEqual([at(day + 60_000), 60, []]);
  });

  test('when the default would pass 30 days, then it ends there; a wish of the caller’s is refused', () => {
    expect(find({ sendAt: at(29 * day) }).times).toMatchObject({
      expiresAt: at(30 * day),
      ttlSeconds: 86_400,
    });
    expect(find({ sendAt: at(29 * day), ttlSeconds: 2 * 86_400 }).rules).toEqual([
      '/ttlSeconds max',
    ]);
  });

  test('when an end is given, then the time to live follows from it', () => {
    expect(find({ expiresAt: at(90_000) }).times).toMatchObject({ ttlSeconds: 90 });
    expect(find({ sendAt: at(60_000), expiresAt: at(90_000) }).times).toMatchObject({
      ttlSeconds: 30,
    });
    expect(find({ expiresAt: at(30 * day) }).rules).toEqual([]);
  });

  test.each([
    [{ sendAt: at(0) }, ['/sendAt future']],
    [{ sendAt: at(30 * day) }, ['/sendAt max']],
    [{ expiresAt: at(0) }, ['/expiresAt future']],
    [{ expiresAt: at(30 * day + 1) }, ['/expiresAt max']],
    [{ sendAt: at(day), expiresAt: at(day) }, ['/expiresAt after-send-at']],
    [{ expiresAt: at(day), ttlSeconds: 1 }, ['/ttlSeconds exclusive']],
    [
      { sendAt: at(-1), expiresAt: at(-2) },
      ['/sendAt future', '/expiresAt future', '/expiresAt after-send-at'],
    ],
    [{ sendAt: at(40 * day), expiresAt: at(50 * day) }, ['/sendAt max']],
  ])('%j is refused', (given, expected) => {
    expect(find(given).rules).toEqual(expected);
  });
});
