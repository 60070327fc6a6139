import { describe, expect, it } from '@jest/globals';
import { ConnectionError, ProblemError } from '@yuexin/client';
import { readAgainMs } from '../pages/push/read-again-ms.ts';
import { pollEvery } from './poll-every.ts';

function refusal(status: number, retryable: boolean): ProblemError {
  const problem = {
    ...{ type: '/problems/x', title: 'Refused', status, detail: 'Refused.', requestId: 'r' },
    ...{ code: 'forbidden' as const, retryable },
  };
  return new ProblemError({ problem, retryAfterMs: null });
}

describe('what is read anew by itself', () => {
  it.each([
    ['was answered', null, 5000],
    ['is not ours to read', refusal(403, false), false],
    ['does not exist', refusal(404, false), false],
    ['was asked too often', refusal(429, true), 5000],
    ['failed at the api', refusal(500, false), 5000],
    ['got no answer', new ConnectionError('gone', undefined), 5000],
  ])('%s: in %p', (_what, error, expected) => {
    expect(pollEvery(5000)({ state: { data: undefined, error } })).toBe(expected);
  });

  it.each([
    [undefined, 2000],
    ['queued', 2000],
    ['retrying', 2000],
    ['unconfirmed', 2000],
    ['scheduled', 15_000],
    ['parked', 15_000],
    ['sent', 15_000],
    ['dead', 15_000],
  ] as const)('is a push that is %s every %i ms', (state, ms) => {
    expect(readAgainMs(state)).toBe(ms);
  });
});
