import { describe, expect, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { newPushJob, recordingHandler } from './test-support/push-jobs.ts';
import { newPrefix, queueArenas } from './test-support/queue-arena.ts';
import { useArena } from './test-support/use-arena.ts';

const appId = 'wxfates';

describe.each(queueArenas)('what becomes of a job ($engine)', ({ openArena }) => {
  const { arena, openHub } = useArena(openArena);

  test('when the handler says later, then the job comes again after that time and no attempt is used', async () => {
    const prefix = newPrefix();
    const hub = await openHub({ prefix });
    const job = newPushJob({ priority: 'normal' });
    const begun: number[] = [];
    const { seen, handler } = recordingHandler(() => {
      begun.push(Date.now());
      return Promise.resolve(
        begun.length < 6 ? { kind: 'later', delayMs: 149.5 } : { kind: 'later', delayMs: 60_000 },
      );
    });
    await hub.addPushes(appId, [job]);
    await hub.consumePushes(appId, handler, { concurrency: 2 });
    await eventually(() => expect(seen).toHaveLength(6));
    for (const [index, at] of begun.slice(1).entries()) {
      expect(at - begun[index]!).toBeGreaterThanOrEqual(149);
    }
    await eventually(async () => expect(await hub.counts(appId)).toMatchObject({ delayed: 1 }));
    const stored = await arena().raw.queue({ prefix, appId }).getJob(`${job.pushId}-0`);
    expect(stored).toMatchObject({ attemptsMade: 0, attemptsStarted: 6, data: { cycle: 0 } });
  });

  test('when the handler says later, then others go on at once in its place', async () => {
    const hub = await openHub();
    const first = newPushJob();
    const others = Array.from({ length: 5 }, () => newPushJob());
    await hub.addPushes(appId, [first, ...others]);
    const { seen, handler } = recordingHandler(({ pushId }) =>
      Promise.resolve(
        pushId === first.pushId ? { kind: 'later', delayMs: 30_000 } : { kind: 'complete' },
      ),
    );
    await hub.consumePushes(appId, handler, { concurrency: 1 });
    await eventually(() => expect(seen).toHaveLength(6));
  });

  test('when the handler throws, then it is logged and the job comes again some seconds later, never failed', async () => {
    const hub = await openHub();
    const job = newPushJob();
    const begun: number[] = [];
    const { seen, handler } = recordingHandler(() => {
      begun.push(Date.now());
      if (begun.length === 1) throw new Error('a bug on purpose');
      return Promise.resolve({ kind: 'complete' });
    });
    await hub.addPushes(appId, [job]);
    await hub.consumePushes(appId, handler, { concurrency: 1 });
    await eventually(() => expect(seen).toHaveLength(1));
    await eventually(async () =>
      expect(await hub.counts(appId)).toMatchObject({ delayed: 1, failed: 0 }),
    );
    await eventually(() => expect(seen).toHaveLength(2), { timeoutMs: 15_000 });
    expect(begun[1]! - begun[0]!).toBeGreaterThanOrEqual(999);
    const { pushId } = job;
    expect(hub.logger.lines).toContainEqual({
      level: 'error',
      message: 'a push job handler threw',
      fields: { appId, pushId, cycle: 0, error: 'a bug on purpose' },
    });
  });

  test('when a job cannot be read, then it is reported once and dropped, and the next is done', async () => {
    const prefix = newPrefix();
    const hub = await openHub({ prefix });
    const raw = arena().raw.queue({ prefix, appId });
    const poisons = [{ pushId: 'psh_not-bare', cycle: 0 }, { cycle: 1 }, 'text', null];
    for (const [index, data] of poisons.entries()) {
      await raw.add('push', data as never, { jobId: `poison-${index}`, attempts: 3 });
    }
    const good = newPushJob();
    await hub.addPushes(appId, [good]);
    const { seen, handler } = recordingHandler();
    await hub.consumePushes(appId, handler, { concurrency: 1 });
    await eventually(() => expect(seen).toHaveLength(1));
    expect(seen[0]?.pushId).toBe(good.pushId);
    const reported = hub.logger.lines.filter(({ level }) => level === 'error');
    expect(reported.map(({ fields }) => fields)).toEqual(
      poisons.map((_, index) => ({ appId, jobId: `poison-${index}` })),
    );
    await eventually(async () => {
      const counts = Object.values(await raw.getJobCounts());
      expect(counts.every((count) => count === 0)).toBe(true);
    });
  });

  test('when the payload carries a field of a newer release, then the job is done all the same', async () => {
    const prefix = newPrefix();
    const hub = await openHub({ prefix });
    const { pushId } = newPushJob();
    const raw = arena().raw.queue({ prefix, appId });
    await raw.add('push', { pushId, cycle: 2, later: true }, {});
    const { seen, handler } = recordingHandler();
    await hub.consumePushes(appId, handler, { concurrency: 1 });
    await eventually(() => expect(seen).toEqual([{ appId, pushId, cycle: 2 }]));
  });
});
