import { describe, expect, test } from '@jest/globals';
import { AppError } from '@yuexin/errors';
import { readChaosOptions } from './read-chaos-options.ts';

const pointersOf = (args: readonly string[]): string[] => {
  try {
    readChaosOptions(args);
  } catch (error) {
    if (error instanceof AppError) return error.problems.map(({ pointer }) => pointer);
    throw error;
  }
  throw new Error('the options were taken');
};

describe('the options of npm run chaos', () => {
  test('have defaults', () => {
    expect(readChaosOptions([])).toMatchObject({
      seed: 1,
      seconds: 60,
      profile: 'mixed',
      isNaiveToo: false,
    });
  });

  test('are taken as given', () => {
    const args = ['--seconds', '600', '--seed', '7', '--users', '20', '--rate', '5', '--naive'];
    expect(readChaosOptions(args)).toMatchObject({
      seed: 7,
      seconds: 600,
      users: 20,
      operationsPerSecond: 5,
      isNaiveToo: true,
    });
  });

  test('when several are wrong, then all are named', () => {
    const numbers = ['--seconds', '1e3', '--seed', 'x', '--rate', '0'];
    const names = ['--profile', 'calm', '--topology', 'ring'];
    expect(pointersOf([...numbers, ...names])).toEqual([
      ...['/seed', '/seconds', '/rate', '/profile', '/topology'],
    ]);
  });

  test('when one is unknown, then it is refused', () => {
    expect(() => readChaosOptions(['--speed', '9'])).toThrow(/--speed/);
  });

  test('when a profile needs longer than was given, then it gets what it needs', () => {
    expect(readChaosOptions(['--profile', 'stall', '--seconds', '20']).seconds).toBe(80);
  });
});
