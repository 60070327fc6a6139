import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createErrorReporter } from './queue-logger.ts';
import { createMemoryLogger } from './test-support/memory-logger.ts';

describe('errors of the engine in the log', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test('the first is logged at once, a storm is one line an interval with the number it stands for', () => {
    const logger = createMemoryLogger();
    const report = createErrorReporter({ logger, intervalMs: 10_000 });
    for (let time = 0; time < 500; time += 1) report(new Error('ECONNREFUSED'));
    jest.advanceTimersByTime(10_000);
    report(new Error('ECONNRESET'));
    expect(logger.lines.map(({ fields }) => fields)).toEqual([
      { error: 'ECONNREFUSED', suppressed: 0 },
      { error: 'ECONNRESET', suppressed: 499 },
    ]);
  });
});
