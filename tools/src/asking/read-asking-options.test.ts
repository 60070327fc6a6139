import { describe, expect, test } from '@jest/globals';
import { AppError } from '@yuexin/errors';
import { isAsDocumented, readAskingOptions } from './read-asking-options.ts';

const pointersOf = (args: readonly string[]): string[] => {
  try {
    readAskingOptions(args);
  } catch (error) {
    if (error instanceof AppError) return error.problems.map(({ pointer }) => pointer);
    throw error;
  }
  throw new Error('the options were taken');
};

describe('the options of npm run simulate-asks', () => {
  test('are those of the documented figures when none is given', () => {
    const options = readAskingOptions([]);
    expect(options).toEqual({ seeds: [1, 2, 3], users: 10_000, days: 30, isCheck: false });
    expect(isAsDocumented(options)).toBe(true);
    expect(isAsDocumented(readAskingOptions(['--check']))).toBe(true);
  });

  test('are taken as given', () => {
    const options = readAskingOptions(['--seeds', '7,8', '--users', '20', '--days', '90']);
    expect(options).toMatchObject({ seeds: [7, 8], users: 20, days: 90 });
    expect(isAsDocumented(options)).toBe(false);
  });

  test('when several are wrong, then all are named', () => {
    const args = ['--seeds', '1,x,-3', '--users', '5', '--days', '1e3'];
    expect(pointersOf(args)).toEqual(['/seeds', '/seeds', '/users', '/days']);
  });

  test('when one is unknown, then it is refused', () => {
    expect(() => readAskingOptions(['--speed', '9'])).toThrow(/--speed/);
  });
});
