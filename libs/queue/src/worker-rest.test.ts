import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createWorkerRest } from './worker-rest.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function setUp() {
  const told: string[] = [];
  const held = { isHeld: false };
  const worker = {
    pause: () => {
      told.push('pause');
      return Promise.resolve();
    },
    resume: () => {
      told.push('resume');
      return Promise.resolve();
    },
  };
  const rest = createWorkerRest({ worker, mayResume: () => !held.isHeld });
  return { told, held, rest };
}

describe('a worker that rests', () => {
  test('when it begins, then it takes nothing until its time is over', () => {
    const { told, rest } = setUp();
    rest.begin(1_000);
    expect(rest.isResting()).toBe(true);
    jest.advanceTimersByTime(999);
    expect(told).toEqual(['pause']);
    jest.advanceTimersByTime(1);
    expect(told).toEqual(['pause', 'resume']);
    expect(rest.isResting()).toBe(false);
  });

  test('when a rest follows within a rest, then the later end counts', () => {
    const { told, rest } = setUp();
    rest.begin(1_000);
    rest.begin(3_000);
    rest.begin(10);
    jest.advanceTimersByTime(2_999);
    expect(told).toEqual(['pause']);
    jest.advanceTimersByTime(1);
    expect(told).toEqual(['pause', 'resume']);
  });

  test('when somebody else holds the worker at its end, then it is left to them', () => {
    const { told, held, rest } = setUp();
    rest.begin(1_000);
    held.isHeld = true;
    jest.advanceTimersByTime(1_000);
    expect(told).toEqual(['pause']);
    expect(rest.isResting()).toBe(false);
  });

  test('when it is stopped, then nothing resumes the worker', () => {
    const { told, rest } = setUp();
    rest.begin(1_000);
    rest.stop();
    jest.advanceTimersByTime(5_000);
    expect(told).toEqual(['pause']);
  });
});
