import { describe, expect, test } from '@jest/globals';
import { AppError } from '@yuexin/errors';
import { readBenchOptions } from './read-bench-options.ts';

const names = ['send-pipeline', 'single-accept'];

const pointersOf = (args: readonly string[]): string[] => {
  try {
    readBenchOptions(args, names);
  } catch (error) {
    if (error instanceof AppError) return error.problems.map(({ pointer }) => pointer);
    throw error;
  }
  throw new Error('the options were taken');
};

describe('the options of npm run bench', () => {
  test('when none is given, then every case runs in five rounds and is recorded', () => {
    expect(readBenchOptions([], names)).toEqual({
      ...{ isQuick: false, isCheck: false, isProfiled: false, isKept: false },
      ...{ only: null, rounds: 5 },
    });
  });

  test('when they are given, then they are taken', () => {
    const args = ['--quick', '--check', '--only', 'single-accept, send-pipeline', '--rounds', '1'];
    expect(readBenchOptions(args, names)).toMatchObject({
      ...{ isQuick: true, isCheck: true, rounds: 1 },
      only: ['single-accept', 'send-pipeline'],
    });
  });

  test('when fewer than five rounds are asked for, then only a quick run takes them', () => {
    expect(pointersOf(['--rounds', '4'])).toEqual(['/rounds']);
    expect(readBenchOptions(['--quick', '--rounds', '4'], names).rounds).toBe(4);
  });

  test('when several are wrong, then all are named', () => {
    expect(pointersOf(['--only', 'x,send-pipeline,y', '--rounds', '1e1'])).toEqual([
      '/only',
      '/only',
      '/rounds',
    ]);
  });

  test('when one is unknown, then it is refused', () => {
    expect(() => readBenchOptions(['--fast'], names)).toThrow(/--fast/);
  });

  test('when profiles are asked for, then they are kept', () => {
    expect(readBenchOptions(['--profile'], names).isKept).toBe(true);
  });
});
