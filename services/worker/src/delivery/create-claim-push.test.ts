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
    const stopping = new AbortController();
    let ids = 0;
    const claimPush = createClaimPush({
      hotPath: { claimPushes },
      workerId: 'worker-1',
      sendTimeoutMs: 10_000,
      maxWaiting: 100,
      newId: () => `attempt-${(ids += 1)}`,
      stopTaking: stopping.signal,
      clock,
      random: () => 0,
      metrics: createWorkerMetrics(createMetrics({ service: 'test' })),
    });
    const claim = (job: { pushId: string; cycle: number }) => claimPush.claim(job);
    return { clock, claim, stopTaking: () => stopping.abort() };
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

  const away = () => new AppError('unavailable', { message: 'PostgreSQL does not answer.' });

  test('when the database goes away under a claim, then it is asked again with the same attempt id and the same time to send', async () => {
    const asked: string[] = [];
    const { claim, clock } = setUp(({ requests }) => {
      asked.push(...requests.map(({ attemptId }) => attemptId));
      clock.advance(1_000);
      return asked.length < 3 ? Promise.reject(away()) : Promise.resolve([{ kind: 'gone' }]);
    });
    const { deadline } = await claim({ pushId: 'a', cycle: 0 });
    expect(asked).toEqual(['attempt-1', 'attempt-1', 'attempt-1']);
    expect(deadline.monotonicMs - clock.monotonicMs()).toBe(7_000);
  });

  test('when it stays away for as long as the lease, then the job is given back', async () => {
    const { claim, clock } = setUp(() => {
      clock.advance(8_000);
      return Promise.reject(away());
    });
    const startedMs = clock.monotonicMs();
    await expect(claim({ pushId: 'a', cycle: 0 })).rejects.toMatchObject({ code: 'unavailable' });
    expect(clock.monotonicMs() - startedMs).toBe(16_000);
  });

  test('when the process stops meanwhile, then the job is given back at once', async () => {
    let calls = 0;
    const { claim, stopTaking } = setUp(() => {
      calls += 1;
      stopTaking();
      return Promise.reject(away());
    });
    await expect(claim({ pushId: 'a', cycle: 0 })).rejects.toMatchObject({ code: 'unavailable' });
    expect(calls).toBe(1);
  });
});
