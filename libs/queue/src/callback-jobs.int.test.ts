import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { callbacksKey } from './queue-key.ts';
import { newPrefix, queueArenas } from './test-support/queue-arena.ts';
import { createGate } from './test-support/push-jobs.ts';
import { useArena } from './test-support/use-arena.ts';

describe.each(queueArenas)('callback jobs on $engine', ({ openArena }) => {
  const { openHub, arena } = useArena(openArena);

  test('when callbacks are added, then each is handed out once, and one still there is ignored', async () => {
    const hub = await openHub();
    const ids = Array.from({ length: 20 }, () => randomUUID());
    const jobs = ids.map((callbackId) => ({ callbackId, attempts: 0 }));
    await hub.addCallbacks(jobs);
    await hub.addCallbacks(jobs);
    const seen: string[] = [];
    await hub.consumeCallbacks(
      ({ callbackId }) => {
        seen.push(callbackId);
        return Promise.resolve({ kind: 'complete' });
      },
      { concurrency: 4 },
    );
    await eventually(() => expect(new Set(seen)).toEqual(new Set(ids)));
    await hub.addCallbacks([{ callbackId: ids[0]!, attempts: 1 }]);
    await eventually(() => expect(seen).toHaveLength(21));
  });

  test('when the handler throws, then the job comes back; a job of no callback is dropped', async () => {
    const prefix = newPrefix();
    const hub = await openHub({ prefix });
    const callbackId = randomUUID();
    await arena().raw.queue({ prefix, appId: callbacksKey }).add('callback', {}, {});
    await hub.addCallbacks([{ callbackId, attempts: 0 }]);
    let calls = 0;
    await hub.consumeCallbacks(
      () => {
        calls += 1;
        if (calls === 1) throw new Error('a bug');
        return Promise.resolve({ kind: 'complete' });
      },
      { concurrency: 1 },
    );
    await eventually(() => expect(calls).toBe(2), { timeoutMs: 15_000 });
    expect(hub.logger.lines.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        'a callback job handler threw',
        'a job that cannot be read was dropped',
      ]),
    );
  });

  test('when pushes wait behind their handler, then callbacks are handed out all the same', async () => {
    const hub = await openHub();
    const gate = createGate();
    await hub.addPushes('wx1', [{ pushId: randomUUID(), cycle: 0, priority: 'high' }]);
    await hub.consumePushes(
      'wx1',
      async () => {
        await gate.passed;
        return { kind: 'complete' };
      },
      { concurrency: 1 },
    );
    let calls = 0;
    await hub.addCallbacks([{ callbackId: randomUUID(), attempts: 0 }]);
    await hub.consumeCallbacks(() => Promise.resolve({ kind: 'complete', calls: (calls += 1) }), {
      concurrency: 1,
    });
    await eventually(() => expect(calls).toBe(1));
    gate.open();
  });
});
