import { describe, expect, test } from '@jest/globals';
import type { ClaimRequest, ClaimResult, HotPath } from '@yuexin/storage';
import { AppError } from '@yuexin/errors';
import { createMetrics } from '@yuexin/telemetry';
import { standClock } from '../test-support/stand-clock.ts';
import { createWorkerMetrics } from '../worker-metrics.ts';
import { createClaimPush } from './create-claim-push.ts';

type ClaimPushes = HotPath['claimPushes'];

describe('createClaimPush', () => {
  const setUp = (claimPushes: ClaimPushes) => {
    const clock = standClock();
    let ids = 0;
    const claimPush = createClaimPush({
      hotPath: { claimPushes },
      workerId: 'worker-1',
      sendTimeoutMs: 10_000,
      maxWaiting: 100,
      newId: () => `attempt-${(ids += 1)}`,
      clock,
      metrics: createWorkerMetrics(createMetrics({ service: 'test' })),
    });
    const claim = (job: { pushId: string; cycle: number }) => claimPush.claim(job);
    return { clock, claim };
  };

  test('when jobs ask together, then one statement claims them, each with an attempt id of its own', async () => {
    const calls: (readonly ClaimRequest[])[] = [];
    const { claim } = setUp(({ requests }) => {
      calls.push(requests);
      return Promise.resolve(requests.map((): ClaimResult => ({ kind: 'gone' })));
    });
    await Promise.all(['a', 'b', 'c'].map((pushId) => claim({ pushId, cycle: 2 })));
    expect(calls).toEqual([
      [
        { pushId: 'a', cycle: 2, attemptId: 'attempt-1' },
        { pushId: 'b', cycle: 2, attemptId: 'attempt-2' },
        { pushId: 'c', cycle: 2, attemptId: 'attempt-3' },
      ],
    ]);
  });

  test('when the statement is slow, then the time to send is counted from before it: less than the lease minus 5 s', async () => {
    const leases: number[] = [];
    const { claim, clock } = setUp(({ leaseMs }) => {
      leases.push(leaseMs);
      clock.advance(3_000);
      return Promise.resolve([{ kind: 'gone' }]);
    });
    const { deadline } = await claim({ pushId: 'a', cycle: 0 });
    expect(leases).toEqual([15_000]);
    expect(deadline.monotonicMs - clock.monotonicMs()).toBe(7_000);
    expect(deadline.at.getTime() - clock.now().getTime()).toBe(7_000);
  });

  test('when one row is poison, then its neighbours are claimed all the same', async () => {
    const { claim } = setUp(({ requests }) => {
      if (requests.some(({ pushId }) => pushId === 'poison')) {
        return Promise.reject(new AppError('internal-error', { message: 'SQLSTATE 22P02' }));
      }
      return Promise.resolve(requests.map((): ClaimResult => ({ kind: 'busy' })));
    });
    const results = await Promise.allSettled(
      ['a', 'poison', 'b'].map((pushId) => claim({ pushId, cycle: 0 })),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
