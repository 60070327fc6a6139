import { describe, expect, test } from '@jest/globals';
import { withinDeadline } from './within-deadline.ts';

describe('withinDeadline', () => {
  test('when the work ends in time, then its answer or its error is what comes', async () => {
    await expect(withinDeadline(Promise.resolve(1), 1_000)).resolves.toBe(1);
    await expect(withinDeadline(Promise.reject(new Error('no')), 1_000)).rejects.toThrow('no');
  });

  test('when it hangs, then it is unavailable with a time to come again, and a late failure harms nobody', async () => {
    let fail: (error: Error) => void = () => undefined;
    const hanging = new Promise((_resolve, reject) => (fail = reject));
    await expect(withinDeadline(hanging, 5)).rejects.toMatchObject({
      code: 'unavailable',
      retryAfterMs: 2_000,
    });
    fail(new Error('late'));
  });

  test('when nothing can have been done yet, then it says so', async () => {
    const hanging = new Promise(() => undefined);
    await expect(withinDeadline(hanging, 5)).rejects.toThrow(
      'The answer takes too long; what was asked may have been done.',
    );
    await expect(withinDeadline(hanging, 5, 'nothing was done')).rejects.toThrow(
      'The answer takes too long; nothing was done.',
    );
  });
});
