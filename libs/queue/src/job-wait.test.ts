import { expect, test } from '@jest/globals';
import { waitOf } from './job-wait.ts';
import type { TakenJob } from './queue-engine.ts';

const moves = { moveToDelayed: () => Promise.resolve(), moveToWait: () => Promise.resolve(0) };
const job = (facts: Partial<TakenJob>): TakenJob =>
  ({ data: {}, ...moves, timestamp: 1_000, attemptsStarted: 1, ...facts }) as TakenJob;

test('the wait begins when the job could be taken: the delay that was asked for is none of it', () => {
  expect(waitOf(job({ processedOn: 1_250 }))).toEqual({ isDelayed: false, ms: 250 });
  expect(waitOf(job({ processedOn: 6_100, opts: { delay: 5_000 } }))).toEqual({
    isDelayed: true,
    ms: 100,
  });
});

test('a job that comes back, or that says nothing of itself, has no wait', () => {
  expect(waitOf(job({ processedOn: 9_000, attemptsStarted: 2 })).ms).toBeNull();
  expect(waitOf({ ...moves, id: '1', data: {} })).toEqual({ isDelayed: false, ms: null });
});

test('clocks of two machines that disagree give no negative wait', () => {
  expect(waitOf(job({ processedOn: 900 })).ms).toBe(0);
});
