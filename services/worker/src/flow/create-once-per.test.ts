import { describe, expect, test } from '@jest/globals';
import { standClock } from '../test-support/stand-clock.ts';
import { createOncePer } from './create-once-per.ts';

describe('createOncePer', () => {
  const setUp = () => {
    const clock = standClock();
    return {
      clock,
      isNews: createOncePer({ windowMs: 1_000, monotonicMs: () => clock.monotonicMs() }),
    };
  };

  test('when a thousand learn the same thing within the window, then one of them is news', () => {
    const { isNews } = setUp();
    const answers = Array.from({ length: 1_000 }, () => isNews('pause wx1 quota-daily'));
    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  test('when the window is over, then it is news again', () => {
    const { clock, isNews } = setUp();
    isNews('a');
    clock.advance(999);
    expect(isNews('a')).toBe(false);
    clock.advance(1);
    expect(isNews('a')).toBe(true);
  });

  test('when two keys differ, then both are news', () => {
    const { isNews } = setUp();
    expect([isNews('a'), isNews('b')]).toEqual([true, true]);
  });
});
