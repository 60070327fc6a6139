import { describe, expect, test } from '@jest/globals';
import { readRowsOption } from './read-rows-option.ts';

describe('the option of npm run bench:plans', () => {
  test('when none is given, then the history has ten million pushes', () => {
    expect(readRowsOption([])).toBe(10_000_000);
  });

  test('when a number is given, then it is taken', () => {
    expect(readRowsOption(['--rows', '0'])).toBe(0);
  });

  test.each([[['--rows', '1e6']], [['--rows', '-1']], [['--lines', '3']]])(
    'when it is %j, then it is refused',
    (args) => {
      expect(() => readRowsOption(args)).toThrow(
        expect.objectContaining({ code: 'invalid-request' }),
      );
    },
  );
});
