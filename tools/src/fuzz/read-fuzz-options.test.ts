import { describe, expect, test } from '@jest/globals';
import { readFuzzOptions } from './read-fuzz-options.ts';

describe('options of the fuzz run', () => {
  test('have defaults, and are read when given', () => {
    expect(readFuzzOptions([])).toEqual({ seconds: 60, seed: 1, only: null });
    const given = ['--seconds', '5', '--seed', '7', '--only', '42'];
    expect(readFuzzOptions(given)).toEqual({ seconds: 5, seed: 7, only: 42 });
  });

  test('are all named when they are wrong', () => {
    expect(() => readFuzzOptions(['--seconds', '0', '--seed', 'x'])).toThrow(
      /--seconds must be .*\n--seed must be /,
    );
    expect(() => readFuzzOptions(['--what'])).toThrow(/--what/);
  });
});
