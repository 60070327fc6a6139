import { expect, test } from '@jest/globals';
import { createLogger, type LogLevel } from './create-logger.ts';
import { sampleLines } from './sample-lines.ts';
import { captureLines } from './test-support/capture-lines.ts';

function setUp(level: LogLevel) {
  const { destination, lines } = captureLines();
  const logger = createLogger({ service: 'api', level, format: 'json', destination });
  let nowMs = 0;
  const write = sampleLines(logger, { perSecond: 2, clock: { monotonicMs: () => nowMs } });
  const writeMany = (count: number): void => {
    for (let at = 0; at < count; at += 1) write('request', { route: '/v1/pushes' });
  };
  const read = () => lines().map((line) => JSON.parse(line) as { level: string; leftOut?: number });
  return { writeMany, read, pass: (ms: number) => (nowMs += ms) };
}

test('a quiet service writes every line', () => {
  const { writeMany, read, pass } = setUp('info');
  for (let second = 0; second < 3; second += 1) {
    writeMany(2);
    pass(1_000);
  }
  expect(read()).toHaveLength(6);
  expect(read().every((line) => line.leftOut === undefined)).toBe(true);
});

test('a busy one writes the first of each second, and says how many it left out', () => {
  const { writeMany, read, pass } = setUp('info');
  writeMany(10);
  pass(999);
  writeMany(1);
  pass(1);
  writeMany(2);
  expect(read().map((line) => line.leftOut)).toEqual([undefined, undefined, 9, undefined]);
});

test('at level debug none is missing', () => {
  const { writeMany, read } = setUp('debug');
  writeMany(10);
  expect(read().map((line) => line.level)).toEqual([
    'info',
    'info',
    ...Array<string>(8).fill('debug'),
  ]);
});
