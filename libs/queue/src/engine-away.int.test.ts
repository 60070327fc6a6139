import { afterEach, describe, expect, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { createGate, newPushJob, recordingHandler } from './test-support/push-jobs.ts';
import { newPrefix, queueArenas } from './test-support/queue-arena.ts';
import type { TcpProxy } from './test-support/tcp-proxy.ts';
import { useArena } from './test-support/use-arena.ts';

const appId = 'wxaway';

describe.each(queueArenas)('when the engine is away ($engine)', ({ openArena }) => {
  const { arena, openHub } = useArena(openArena);
  const proxies: TcpProxy[] = [];

  afterEach(async () => {
    await Promise.all(proxies.splice(0).map((proxy) => proxy.close()));
  });

  const openWiredHub = async (prefix = newPrefix()) => {
    const { proxy, url } = await arena().openProxy();
    proxies.push(proxy);
    return { proxy, hub: await openHub({ prefix, url }), prefix };
  };

  test.each(['cut', 'freeze'] as const)(
    'an add does not wait longer than told, the next not at all, and afterwards adds work (%s)',
    async (way) => {
      const { proxy, hub, prefix } = await openWiredHub();
      expect(await hub.tryAddPushes(appId, [newPushJob()])).toBe(true);
      expect(hub.isAvailable()).toBe(true);
      proxy[way]();
      const lost = newPushJob();
      const addingAt = Date.now();
      expect(await hub.tryAddPushes(appId, [lost], { timeoutMs: 200 })).toBe(false);
      expect(Date.now() - addingAt).toBeLessThan(3000);
      const againAt = performance.now();
      expect(hub.isAvailable()).toBe(false);
      for (let time = 0; time < 20; time += 1) {
        expect(await hub.tryAddPushes(appId, [newPushJob()])).toBe(false);
      }
      // Had each waited as the first may, it were five seconds.
      expect(performance.now() - againAt).toBeLessThan(3_000);
      proxy.restore();
      await eventually(() => hub.isAvailable(), { timeoutMs: 20_000 });
      // It may or may not have arrived late; adding it again is harmless.
      await hub.addPushes(appId, [lost]);
      const watching = await openHub({ prefix });
      const { seen, handler } = recordingHandler();
      await watching.consumePushes(appId, handler, { concurrency: 1 });
      await eventually(() =>
        expect(seen.filter(({ pushId }) => pushId === lost.pushId)).toHaveLength(1),
      );
    },
  );

  test('everything else says unavailable instead of waiting for ever, and the log says it once', async () => {
    const { proxy, hub } = await openWiredHub();
    proxy.cut();
    await eventually(() => !hub.isAvailable());
    const calls = [
      hub.addPushes(appId, [newPushJob()]),
      hub.setPaused(appId, true),
      hub.setRate(appId, 5),
      hub.holdBack(appId, 100),
      hub.hasMarker(appId),
      hub.setMarker(appId),
      hub.counts(appId),
      hub.ping(),
      hub.consumePushes(appId, recordingHandler().handler, { concurrency: 1 }),
    ];
    for (const call of await Promise.allSettled(calls)) {
      expect(call).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
    }
    proxy.restore();
    await hub.ready(AbortSignal.timeout(20_000));
    await hub.ping();
    const downs = hub.logger.lines.filter(({ message }) => message === 'the queue is down');
    expect(downs).toHaveLength(1);
    expect(JSON.stringify(hub.logger.lines)).not.toContain('postgres:postgres');
  });

  test('a consumer says that it does not run, and goes on by itself when the engine is back', async () => {
    const { proxy, hub, prefix } = await openWiredHub();
    const { seen, handler } = recordingHandler();
    const consumer = await hub.consumePushes(appId, handler, { concurrency: 3 });
    await hub.addPushes(appId, [newPushJob()]);
    await eventually(() => expect(seen).toHaveLength(1));
    proxy.cut();
    await eventually(() => expect(consumer.isRunning()).toBe(false));
    const other = await openHub({ prefix });
    await other.addPushes(appId, [newPushJob(), newPushJob()]);
    proxy.restore();
    await eventually(() => expect(seen).toHaveLength(3), { timeoutMs: 20_000 });
    await eventually(() => expect(consumer.isRunning()).toBe(true));
    // Again woken at once, not only found by looking every five seconds.
    await other.addPushes(appId, [newPushJob()]);
    await eventually(() => expect(seen).toHaveLength(4), { timeoutMs: 4000 });
  });

  test('when the jobs of a worker that was cut off are taken over, again and again, then they are never failed', async () => {
    const prefix = newPrefix();
    const job = newPushJob();
    const looking = await openHub({ prefix });
    await looking.addPushes(appId, [job]);
    for (let death = 1; death <= 3; death += 1) {
      const { proxy, hub } = await openWiredHub(prefix);
      const { seen, handler } = recordingHandler(() => new Promise(() => undefined));
      await hub.consumePushes(appId, handler, { concurrency: 1 });
      await eventually(() => expect(seen).toHaveLength(1), { timeoutMs: 20_000 });
      proxy.cut();
    }
    const { seen, handler } = recordingHandler();
    await looking.consumePushes(appId, handler, { concurrency: 1 });
    await eventually(() => expect(seen).toEqual([{ appId, pushId: job.pushId, cycle: 0 }]), {
      timeoutMs: 20_000,
    });
    await eventually(async () =>
      expect(await looking.counts(appId)).toMatchObject({ active: 0, waiting: 0, failed: 0 }),
    );
  });

  test('a worker that lost its job to another while cut off does not end it a second time', async () => {
    const { proxy, hub, prefix } = await openWiredHub();
    const gate = createGate();
    const first = recordingHandler(async () => {
      await gate.passed;
      return first.seen.length === 1 ? { kind: 'later', delayMs: 0 } : { kind: 'complete' };
    });
    await hub.addPushes(appId, [newPushJob()]);
    await hub.consumePushes(appId, first.handler, { concurrency: 1 });
    await eventually(() => expect(first.seen).toHaveLength(1));
    proxy.cut();
    const other = await openHub({ prefix });
    const second = recordingHandler();
    const consumer = await other.consumePushes(appId, second.handler, { concurrency: 1 });
    await eventually(() => expect(second.seen).toHaveLength(1), { timeoutMs: 20_000 });
    proxy.restore();
    gate.open();
    await eventually(() => hub.isAvailable(), { timeoutMs: 20_000 });
    await consumer.close(1000);
    await hub.addPushes(appId, [newPushJob()]);
    await eventually(() => expect(first.seen).toHaveLength(2), { timeoutMs: 20_000 });
    expect(second.seen).toHaveLength(1);
    expect(first.seen[1]?.pushId).not.toBe(first.seen[0]?.pushId);
  });
});
